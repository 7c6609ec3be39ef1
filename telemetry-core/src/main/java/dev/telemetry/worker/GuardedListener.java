package dev.telemetry.worker;

import dev.telemetry.health.InternalFailures;

/**
 * Calls another listener, and catches everything that it throws.
 */
final class GuardedListener implements WorkerListener {

	private final WorkerListener listener;

	private final InternalFailures failures;

	GuardedListener(WorkerListener listener, InternalFailures failures) {
		this.listener = listener;
		this.failures = failures;
	}

	@Override
	public void pool(PoolCounts counts) {
		guarded(() -> this.listener.pool(counts));
	}

	@Override
	public void event(WorkerEvent event) {
		guarded(() -> this.listener.event(event));
	}

	@Override
	public void counted(String pool, String event) {
		guarded(() -> this.listener.counted(pool, event));
	}

	@Override
	public void measured(String pool, String event, String measurement, double value) {
		guarded(() -> this.listener.measured(pool, event, measurement, value));
	}

	private void guarded(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			this.failures.report("telling of a worker", ex);
		}
	}

}

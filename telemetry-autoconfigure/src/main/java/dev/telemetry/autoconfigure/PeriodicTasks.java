package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;

/**
 * Runs periodic tasks from the start of the context until its stop. It is not an executor
 * itself, because Spring would use a bean of that type to run scheduled methods.
 */
final class PeriodicTasks implements SmartLifecycle {

	private final List<PeriodicTask> tasks;

	private final InternalFailures failures;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	PeriodicTasks(List<PeriodicTask> tasks, InternalFailures failures) {
		this.tasks = List.copyOf(tasks);
		this.failures = failures;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public void start() {
		if (this.tasks.isEmpty() || isRunning()) {
			return;
		}
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
				(work) -> DaemonThread.of("telemetry-clock", work));
		for (PeriodicTask task : this.tasks) {
			long nanos = task.period().toNanos();
			// A process that was paused, as in a frozen container, does not make up for
			// the runs.
			clock.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
		}
		this.executor = clock;
	}

	private void run(PeriodicTask task) {
		try {
			task.work().run();
		}
		catch (Throwable ex) {
			this.failures.report(task.name(), ex);
		}
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor running = this.executor;
		if (running != null) {
			running.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	// Heartbeats of jobs go on while the application ends.
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}

package dev.telemetry.autoconfigure;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.telemetry.health.InternalFailures;

/**
 * Runs what is to be done again and again. Not an executor itself: a bean of that type
 * would be taken for the one that runs scheduled methods.
 */
final class PeriodicTasks implements AutoCloseable {

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (work) -> {
		Thread thread = new Thread(null, work, "telemetry-clock", 0, false);
		thread.setDaemon(true);
		return thread;
	});

	@SuppressWarnings("FutureReturnValueIgnored")
	PeriodicTasks(List<PeriodicTask> tasks, InternalFailures failures) {
		for (PeriodicTask task : tasks) {
			long nanos = task.period().toNanos();
			this.executor.scheduleAtFixedRate(() -> run(task, failures), nanos, nanos, TimeUnit.NANOSECONDS);
		}
	}

	private static void run(PeriodicTask task, InternalFailures failures) {
		try {
			task.work().run();
		}
		catch (Throwable ex) {
			failures.report(task.name(), ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

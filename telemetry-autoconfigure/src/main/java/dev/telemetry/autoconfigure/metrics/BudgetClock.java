package dev.telemetry.autoconfigure.metrics;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.telemetry.health.BudgetWatch;
import dev.telemetry.health.InternalFailures;

/**
 * Lets budgets be compared once a minute. Not an executor itself: a bean of that type
 * would be taken for the one that runs scheduled methods.
 */
final class BudgetClock implements AutoCloseable {

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (work) -> {
		Thread thread = new Thread(null, work, "telemetry-budget", 0, false);
		thread.setDaemon(true);
		return thread;
	});

	@SuppressWarnings("FutureReturnValueIgnored")
	BudgetClock(BudgetWatch watch, InternalFailures failures) {
		this.executor.scheduleAtFixedRate(() -> minute(watch, failures), 1, 1, TimeUnit.MINUTES);
	}

	private static void minute(BudgetWatch watch, InternalFailures failures) {
		try {
			watch.minute();
		}
		catch (Throwable ex) {
			failures.report("comparing budgets", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}

package dev.telemetry.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at each thread of a pool. Its tasks meet before they end, so that no two of them
 * can run on the same thread.
 */
final class PooledThreads {

	private final ExecutorService executor;

	private final long timeoutNanos;

	private final CountDownLatch meeting;

	private final List<Future<List<String>>> reports = new ArrayList<>();

	PooledThreads(ExecutorService executor, int threads, Duration timeout) {
		this.executor = executor;
		this.timeoutNanos = timeout.toNanos();
		this.meeting = new CountDownLatch(threads);
	}

	List<String> leaks() throws InterruptedException {
		for (long i = this.meeting.getCount(); i > 0; i--) {
			this.reports.add(this.executor.submit(this::leaksOfOneThread));
		}
		List<String> leaks = new ArrayList<>();
		for (Future<List<String>> report : this.reports) {
			leaks.addAll(resultOf(report));
		}
		return leaks;
	}

	private List<String> leaksOfOneThread() throws InterruptedException {
		this.meeting.countDown();
		if (!this.meeting.await(this.timeoutNanos, TimeUnit.NANOSECONDS)) {
			return List.of("%d threads of the pool were not free".formatted(this.meeting.getCount()));
		}
		return ThreadState.CLEAN.leaksOfCurrentThread();
	}

	private List<String> resultOf(Future<List<String>> report) throws InterruptedException {
		try {
			return report.get(2 * this.timeoutNanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("Cannot look at the threads of the pool", ex.getCause());
		}
		catch (TimeoutException ex) {
			report.cancel(true);
			return List.of("a thread of the pool was not free");
		}
	}

}

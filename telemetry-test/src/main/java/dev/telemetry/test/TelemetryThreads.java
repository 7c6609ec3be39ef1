package dev.telemetry.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The threads of telemetry that were alive at one moment.
 *
 * @param known the threads
 */
record TelemetryThreads(Set<Thread> known) {

	private static final String OURS = "telemetry-";

	private static final List<String> PREFIXES = List.of(OURS, "BatchSpanProcessor_WorkerThread",
			"BatchLogRecordProcessor_WorkerThread");

	static TelemetryThreads alive() {
		return new TelemetryThreads(Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(TelemetryThreads::isTelemetry)
			.collect(Collectors.toUnmodifiableSet()));
	}

	/**
	 * Waits for all telemetry threads that started since to end.
	 * @param timeout how long to wait for all of them together
	 * @param applicationStays whether an application stays, with the threads of this
	 * library that it has started
	 * @return one description with the stack for each that did not end
	 * @throws InterruptedException when this thread is interrupted
	 */
	List<String> leaksAfter(Duration timeout, boolean applicationStays) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<String> leaks = new ArrayList<>();
		for (Thread thread : alive().known) {
			boolean stays = this.known.contains(thread) || (applicationStays && thread.getName().startsWith(OURS));
			if (!stays && outlives(thread, deadline)) {
				leaks.add("thread '%s' is still alive after %s:%n%s".formatted(thread.getName(), timeout,
						stackOf(thread)));
			}
		}
		return leaks;
	}

	private static boolean outlives(Thread thread, long deadline) throws InterruptedException {
		// At least one millisecond, since join(0) waits forever.
		thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
		return thread.isAlive();
	}

	private static String stackOf(Thread thread) {
		StringBuilder stack = new StringBuilder();
		for (StackTraceElement element : thread.getStackTrace()) {
			stack.append("    at ").append(element).append(System.lineSeparator());
		}
		return stack.toString().stripTrailing();
	}

	private static boolean isTelemetry(Thread thread) {
		return PREFIXES.stream().anyMatch(thread.getName()::startsWith);
	}

}

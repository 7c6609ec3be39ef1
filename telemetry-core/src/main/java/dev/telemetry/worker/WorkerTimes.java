package dev.telemetry.worker;

import java.util.concurrent.TimeUnit;

import dev.telemetry.decision.SpanClock;

/**
 * Corrects times of a worker to the time in which it runs: nothing is before its start or
 * in the future, whatever its clock says. To be used by one thread only.
 */
final class WorkerTimes {

	private static final double MAX_NANOS = TimeUnit.DAYS.toNanos(365);

	private final long startEpochNanos;

	private final PoolCounts counts;

	WorkerTimes(long startEpochNanos, PoolCounts counts) {
		this.startEpochNanos = startEpochNanos;
		this.counts = counts;
	}

	/**
	 * Returns when a process began, as far as that is known, in nanoseconds since 1970.
	 */
	static long startOf(Process process) {
		try {
			return process.info()
				.startInstant()
				.map((start) -> TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano())
				.orElseGet(SpanClock::epochNanos);
		}
		catch (RuntimeException ex) {
			return SpanClock.epochNanos();
		}
	}

	/**
	 * Returns a time, corrected to a possible one.
	 * @param epochNanos nanoseconds since 1970, 0 for now
	 */
	long possible(long epochNanos) {
		long now = Math.max(SpanClock.epochNanos(), this.startEpochNanos);
		if (epochNanos == 0) {
			return now;
		}
		long possible = Math.min(Math.max(epochNanos, this.startEpochNanos), now);
		if (possible != epochNanos) {
			this.counts.clamped();
		}
		return possible;
	}

	/**
	 * Returns the end of a span.
	 * @param seconds the reported duration of the span
	 */
	long end(long epochNanos, double seconds) {
		double nanos = nanos(seconds);
		boolean tooLong = nanos > Long.MAX_VALUE - (double) Math.max(epochNanos, 0);
		return possible((tooLong) ? Long.MAX_VALUE : epochNanos + (long) nanos);
	}

	/**
	 * Returns the start of a span of which only the end was reported.
	 * @param seconds the reported duration of the span
	 */
	long start(long endEpochNanos, double seconds) {
		long nanos = (long) Math.min(nanos(seconds), MAX_NANOS);
		return possible(Math.max(1, endEpochNanos - nanos));
	}

	private static double nanos(double seconds) {
		return Math.max(seconds, 0) * TimeUnit.SECONDS.toNanos(1);
	}

}

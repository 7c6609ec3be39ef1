package dev.telemetry.worker;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time in which a worker runs: what it tells was not before it began and is not in
 * the future, whatever its clock says. For one thread.
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
	 * Returns the time now, in nanoseconds since 1970.
	 */
	static long epochNanos() {
		Instant now = Instant.now();
		return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
	}

	/**
	 * Returns when a process began as far as that is known, in nanoseconds since 1970.
	 */
	static long startOf(Process process) {
		try {
			return process.info()
				.startInstant()
				.map((start) -> TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano())
				.orElseGet(WorkerTimes::epochNanos);
		}
		catch (RuntimeException ex) {
			return epochNanos();
		}
	}

	/**
	 * Returns a time as it can be.
	 * @param epochNanos nanoseconds since 1970, 0 for now
	 */
	long possible(long epochNanos) {
		long now = Math.max(epochNanos(), this.startEpochNanos);
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
	 * @param seconds how long it took by what it says
	 */
	long end(long epochNanos, double seconds) {
		double nanos = nanos(seconds);
		boolean tooLong = nanos > Long.MAX_VALUE - (double) Math.max(epochNanos, 0);
		return possible((tooLong) ? Long.MAX_VALUE : epochNanos + (long) nanos);
	}

	/**
	 * Returns the start of a span that says when it ended only.
	 * @param seconds how long it took by what it says
	 */
	long start(long endEpochNanos, double seconds) {
		long nanos = (long) Math.min(nanos(seconds), MAX_NANOS);
		return possible(Math.max(1, endEpochNanos - nanos));
	}

	private static double nanos(double seconds) {
		return Math.max(seconds, 0) * TimeUnit.SECONDS.toNanos(1);
	}

}

package dev.telemetry.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time that is left for reports while the application ends. Thread safe.
 */
final class ClosingTime {

	/** The time in which reports of ended jobs may be written in any case. */
	private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final long maxNanos;

	// 0 before the application ends.
	private volatile long began;

	ClosingTime(Duration max) {
		this.maxNanos = max.toNanos();
	}

	/**
	 * Starts to count the time, unless it is counted already.
	 */
	void begin() {
		if (this.began == 0) {
			this.began = System.nanoTime() | 1;
		}
	}

	/**
	 * Stops to count the time, because the application goes on.
	 */
	void reset() {
		this.began = 0;
	}

	/**
	 * Returns how many nanoseconds are left, once the time is counted.
	 */
	long left() {
		return Math.max(LEAST_NANOS, this.maxNanos - (System.nanoTime() - this.began));
	}

}

package dev.telemetry.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much time is left for reports while the application ends. Thread safe.
 */
final class ClosingTime {

	/** What is over may be written in any case. */
	private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final long maxNanos;

	// 0 before.
	private volatile long began;

	ClosingTime(Duration max) {
		this.maxNanos = max.toNanos();
	}

	/**
	 * Begins to count the time, unless it is counted already.
	 */
	void begin() {
		if (this.began == 0) {
			this.began = System.nanoTime() | 1;
		}
	}

	/**
	 * Says that the application goes on after all.
	 */
	void reset() {
		this.began = 0;
	}

	/**
	 * Returns how many nanoseconds are left, once it is counted.
	 */
	long left() {
		return Math.max(LEAST_NANOS, this.maxNanos - (System.nanoTime() - this.began));
	}

}

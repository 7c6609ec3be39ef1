package dev.telemetry.health;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the batches that were sent, and their total time. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ExportTimes {

	private final LongAdder count = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	ExportTimes() {
	}

	void add(long nanos) {
		this.count.increment();
		this.nanos.add(nanos);
	}

	/**
	 * Returns how many batches were sent.
	 * @return the number
	 */
	public long count() {
		return this.count.sum();
	}

	/**
	 * Returns the total time of the batches.
	 * @return nanoseconds
	 */
	public long totalNanos() {
		return this.nanos.sum();
	}

}

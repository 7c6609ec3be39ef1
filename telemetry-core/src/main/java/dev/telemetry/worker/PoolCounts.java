package dev.telemetry.worker;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.EnumCounts;

/**
 * Counts the fates of the lines of a pool, or of one worker. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PoolCounts {

	private final String pool;

	private final LongAdder read = new LongAdder();

	private final EnumCounts<LineFate> fates = new EnumCounts<>(LineFate.class);

	private final LongAdder clamped = new LongAdder();

	private final LongAdder unknownEvents = new LongAdder();

	private final LongAdder running = new LongAdder();

	private final @Nullable PoolCounts whole;

	/**
	 * Creates counts.
	 * @param whole the counts of the pool, for those of a worker, or {@code null}
	 */
	PoolCounts(String pool, @Nullable PoolCounts whole) {
		this.pool = pool;
		this.whole = whole;
	}

	void read() {
		this.read.increment();
		if (this.whole != null) {
			this.whole.read();
		}
	}

	void add(LineFate fate) {
		add(fate, 1);
	}

	void add(LineFate fate, int lines) {
		this.fates.add(fate, lines);
		if (this.whole != null) {
			this.whole.add(fate, lines);
		}
	}

	void clamped() {
		this.clamped.increment();
		if (this.whole != null) {
			this.whole.clamped();
		}
	}

	void unknownEvent() {
		this.unknownEvents.increment();
		if (this.whole != null) {
			this.whole.unknownEvent();
		}
	}

	void running(int change) {
		this.running.add(change);
		if (this.whole != null) {
			this.whole.running(change);
		}
	}

	/**
	 * Returns the pool.
	 * @return its name
	 */
	public String pool() {
		return this.pool;
	}

	/**
	 * Returns how many lines were read. A text that is longer than the limit is read as
	 * several lines.
	 * @return the number of lines of all fates, and of lines that wait in the queue or
	 * for their span
	 */
	public long linesRead() {
		return this.read.sum();
	}

	/**
	 * Returns how many lines had a fate.
	 * @param fate the fate
	 * @return the number
	 */
	public long lines(LineFate fate) {
		return this.fates.count(fate);
	}

	/**
	 * Returns how many lines had an outcome.
	 * @param outcome the outcome
	 * @return the number
	 */
	public long lines(LineOutcome outcome) {
		long lines = 0;
		for (LineFate fate : LineFate.values()) {
			lines += (fate.outcome() == outcome) ? lines(fate) : 0;
		}
		return lines;
	}

	/**
	 * Returns how many spans and events had their time corrected to the time in which the
	 * worker ran.
	 * @return the number
	 */
	public long clampedTimes() {
		return this.clamped.sum();
	}

	/**
	 * Returns how many events had a name that is not in the catalogue.
	 * @return the number
	 */
	public long unknownEvents() {
		return this.unknownEvents.sum();
	}

	/**
	 * Returns how many workers are running.
	 * @return the number
	 */
	public long runningWorkers() {
		return this.running.sum();
	}

}

package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicLong;

import dev.telemetry.health.ExporterQueue;

/**
 * Lets a bounded number of records with a bounded number of bytes into a pipeline. A
 * permit for both is held from before a record is queued until it is known what became of
 * it, so that giving a permit back and counting the record are one step. Never blocks.
 * Thread safe.
 */
final class Admission implements ExporterQueue {

	/** The most records that can be let in. */
	static final int MOST_RECORDS = (1 << 23) - 1;

	/** The most bytes that can be let in: a terabyte. */
	static final long MOST_BYTES = (1L << 40) - 1;

	// One word, so that records and bytes are admitted in one step: the sign, the records
	// and the bytes that are held.
	private static final long CLOSED = Long.MIN_VALUE;

	private static final int RECORDS_SHIFT = 40;

	private final int capacity;

	private final long maxBytes;

	private final AtomicLong state = new AtomicLong();

	/**
	 * Creates an admission that lets everything in up to its bounds.
	 * @param capacity how many records, at most {@link #MOST_RECORDS}
	 * @param maxBytes how many bytes, at most {@link #MOST_BYTES}
	 */
	Admission(int capacity, long maxBytes) {
		this.capacity = Math.min(capacity, MOST_RECORDS);
		this.maxBytes = Math.min(maxBytes, MOST_BYTES);
	}

	/**
	 * Lets some records in together, or none.
	 * @param expendable whether they leave the last quarter to others
	 */
	boolean tryAcquire(int records, long bytes, boolean expendable) {
		int mostRecords = capacityFor(expendable);
		long mostBytes = bytesFor(expendable);
		while (true) {
			long current = this.state.get();
			if (current < 0 || records(current) > mostRecords - records || bytes(current) > mostBytes - bytes) {
				return false;
			}
			if (this.state.compareAndSet(current, current + word(records, bytes))) {
				return true;
			}
		}
	}

	/**
	 * Whether there would be room for some records if nothing was queued.
	 */
	boolean canEverAcquire(int records, long bytes, boolean expendable) {
		return records <= capacityFor(expendable) && bytes <= bytesFor(expendable);
	}

	private int capacityFor(boolean expendable) {
		return (expendable) ? this.capacity - this.capacity / 4 : this.capacity;
	}

	private long bytesFor(boolean expendable) {
		return (expendable) ? this.maxBytes - this.maxBytes / 4 : this.maxBytes;
	}

	/**
	 * Gives permits back.
	 * @return whether they were still held: not after {@link #abandon()}
	 */
	boolean release(int records, long bytes) {
		while (true) {
			long current = this.state.get();
			if (records(current) < records || bytes(current) < bytes) {
				return false;
			}
			if (this.state.compareAndSet(current, current - word(records, bytes))) {
				return true;
			}
		}
	}

	/**
	 * Lets nothing in any more.
	 */
	void close() {
		this.state.getAndUpdate((current) -> current | CLOSED);
	}

	/**
	 * Revokes all permits that are held, and lets nothing in any more.
	 * @return how many records they were for
	 */
	int abandon() {
		return records(this.state.getAndSet(CLOSED));
	}

	boolean isClosed() {
		return this.state.get() < 0;
	}

	@Override
	public int held() {
		return records(this.state.get());
	}

	@Override
	public long heldBytes() {
		return bytes(this.state.get());
	}

	@Override
	public int capacity() {
		return this.capacity;
	}

	@Override
	public long maxBytes() {
		return this.maxBytes;
	}

	private static long word(int records, long bytes) {
		return ((long) records << RECORDS_SHIFT) + bytes;
	}

	private static int records(long word) {
		return (int) ((word & Long.MAX_VALUE) >>> RECORDS_SHIFT);
	}

	private static long bytes(long word) {
		return word & MOST_BYTES;
	}

}

package dev.telemetry.export;

import java.util.concurrent.atomic.AtomicLong;

import dev.telemetry.health.ExporterQueue;

/**
 * Admits a bounded number of records with a bounded number of bytes to a pipeline. A
 * permit for both is held from before a record is queued until its outcome is known, so
 * that releasing the permit and counting the record are one step. Never blocks. Thread
 * safe.
 */
final class Admission implements ExporterQueue {

	/** The largest number of records that can be admitted. */
	static final int MOST_RECORDS = (1 << 23) - 1;

	/** The largest number of bytes that can be admitted: a terabyte. */
	static final long MOST_BYTES = (1L << 40) - 1;

	// One word, so that records and bytes are admitted in one step: the sign bit for
	// "closed", then the number of records and of bytes that are held.
	private static final long CLOSED = Long.MIN_VALUE;

	private static final int RECORDS_SHIFT = 40;

	private final int capacity;

	private final long maxBytes;

	private final AtomicLong state = new AtomicLong();

	/**
	 * Creates an open admission.
	 * @param capacity how many records are admitted, at most {@link #MOST_RECORDS}
	 * @param maxBytes how many bytes are admitted, at most {@link #MOST_BYTES}
	 */
	Admission(int capacity, long maxBytes) {
		this.capacity = Math.min(capacity, MOST_RECORDS);
		this.maxBytes = Math.min(maxBytes, MOST_BYTES);
	}

	/**
	 * Admits records together: all or none.
	 * @param expendable whether the records leave the last quarter of the room to others
	 * @return whether the records are admitted
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
	 * Returns whether there would be room for records if nothing was queued.
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
	 * Releases permits.
	 * @return whether the permits were still held; {@code false} after {@link #abandon()}
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
	 * Admits nothing from now on.
	 */
	void close() {
		this.state.getAndUpdate((current) -> current | CLOSED);
	}

	/**
	 * Revokes all permits that are held, and admits nothing from now on.
	 * @return how many records the permits were for
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

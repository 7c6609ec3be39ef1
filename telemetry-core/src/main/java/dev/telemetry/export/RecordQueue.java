package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Groups of records, such as the spans of a trace, on their way from request threads to
 * the one thread that exports them. Adding neither waits nor allocates; it never finds
 * the queue full, because {@link Admission} lets in no more records, and so no more
 * groups, than there are slots.
 *
 * @param <T> a record
 */
final class RecordQueue<T> {

	private final AtomicReferenceArray<@Nullable List<T>> slots;

	// Written before the slot, read after it.
	private final long[] bytes;

	private final int mask;

	private final AtomicLong tail = new AtomicLong();

	// Of the exporting thread alone.
	private long head;

	// Of the exporting thread alone.
	private long polledBytes;

	/**
	 * Creates an empty queue.
	 * @param capacity how many groups there are at most
	 */
	RecordQueue(int capacity) {
		int size = Integer.highestOneBit(Math.max(capacity, 2) - 1) << 1;
		this.slots = new AtomicReferenceArray<>(size);
		this.bytes = new long[size];
		this.mask = size - 1;
	}

	/**
	 * Adds a group for which there is a permit.
	 * @param bytes how many bytes the permit is for
	 */
	void add(List<T> group, long bytes) {
		int slot = (int) this.tail.getAndIncrement() & this.mask;
		this.bytes[slot] = bytes;
		this.slots.setRelease(slot, group);
	}

	/**
	 * Takes the oldest group. Only for the exporting thread.
	 * @return the group, or {@code null} if there is none
	 */
	@Nullable List<T> poll() {
		int slot = (int) this.head & this.mask;
		List<T> group = this.slots.getAcquire(slot);
		if (group != null) {
			this.polledBytes = this.bytes[slot];
			this.slots.setRelease(slot, null);
			this.head++;
		}
		return group;
	}

	/**
	 * How many bytes the permit of the group that was taken last is for. Only for the
	 * exporting thread.
	 */
	long polledBytes() {
		return this.polledBytes;
	}

}

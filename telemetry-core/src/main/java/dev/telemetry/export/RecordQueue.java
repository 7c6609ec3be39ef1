package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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

	private final Slot<T>[] slots;

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
	@SuppressWarnings({ "unchecked", "rawtypes" })
	RecordQueue(int capacity) {
		int size = Integer.highestOneBit(Math.max(capacity, 2) - 1) << 1;
		this.slots = new Slot[size];
		for (int i = 0; i < size; i++) {
			this.slots[i] = new Slot<>();
		}
		this.mask = size - 1;
	}

	/**
	 * Adds a group for which there is a permit: as a whole or, where there is no stack
	 * left, not at all.
	 * @param bytes how many bytes the permit is for
	 */
	void add(List<T> group, long bytes) {
		Slot<T> slot = this.slots[(int) this.tail.getAndIncrement() & this.mask];
		// No call from here on, for which there may be no stack left: the exporting
		// thread would wait for ever at a slot that stays empty.
		slot.bytes = bytes;
		slot.group = group;
	}

	/**
	 * Takes the oldest group. Only for the exporting thread.
	 * @return the group, or {@code null} if there is none
	 */
	@Nullable List<T> poll() {
		Slot<T> slot = this.slots[(int) this.head & this.mask];
		List<T> group = slot.group;
		if (group != null) {
			this.polledBytes = slot.bytes;
			slot.group = null;
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

	private static final class Slot<T> {

		// Written before the group, read after it.
		private long bytes;

		private volatile @Nullable List<T> group;

	}

}

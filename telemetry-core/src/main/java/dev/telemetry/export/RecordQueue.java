package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Queue of groups of records, such as the spans of a trace, from request threads to the
 * one exporting thread. Adding a group neither waits nor allocates. It never finds the
 * queue full, because {@link Admission} admits no more records, and so no more groups,
 * than there are slots.
 *
 * @param <T> a record
 */
final class RecordQueue<T> {

	private final Slot<T>[] slots;

	private final int mask;

	private final AtomicLong tail = new AtomicLong();

	// Used only by the exporting thread.
	private long head;

	// Used only by the exporting thread.
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
	 * Adds a group that has a permit: as a whole or, if the stack is used up, not at all.
	 * @param bytes how many bytes the permit is for
	 */
	void add(List<T> group, long bytes) {
		Slot<T> slot = this.slots[(int) this.tail.getAndIncrement() & this.mask];
		// No method call from here on, because the stack may be used up: the exporting
		// thread would wait forever at a slot that stays empty.
		slot.bytes = bytes;
		slot.group = group;
	}

	/**
	 * Takes the oldest group. To be called only by the exporting thread.
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
	 * Returns how many bytes the permit of the group that was taken last is for. To be
	 * called only by the exporting thread.
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

package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * Traces on their way from request threads to the one thread that exports them. Adding
 * neither waits nor allocates; it never finds the queue full, because {@link Admission}
 * lets in no more spans, and so no more traces, than there are slots.
 */
final class TraceQueue {

	private final AtomicReferenceArray<@Nullable List<ReadableSpan>> slots;

	private final int mask;

	private final AtomicLong tail = new AtomicLong();

	// Of the exporting thread alone.
	private long head;

	/**
	 * Creates an empty queue.
	 * @param capacity how many traces there are at most
	 */
	TraceQueue(int capacity) {
		int size = Integer.highestOneBit(Math.max(capacity, 2) - 1) << 1;
		this.slots = new AtomicReferenceArray<>(size);
		this.mask = size - 1;
	}

	void add(List<ReadableSpan> trace) {
		this.slots.setRelease((int) this.tail.getAndIncrement() & this.mask, trace);
	}

	/**
	 * Takes the oldest trace. Only for the exporting thread.
	 * @return the trace, or {@code null} if there is none
	 */
	@Nullable List<ReadableSpan> poll() {
		int slot = (int) this.head & this.mask;
		List<ReadableSpan> trace = this.slots.getAcquire(slot);
		if (trace != null) {
			this.slots.setRelease(slot, null);
			this.head++;
		}
		return trace;
	}

}

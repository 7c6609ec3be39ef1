package dev.telemetry.logs;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the ids of traces that were sampled when they began. No decision is passed on
 * for these, and a record that has its ids only from the logging context lacks the
 * sampled flag. Holds the last few thousand ids without a lock; a newer trace may replace
 * an older one. Thread safe.
 */
final class SampledIds {

	private static final int SIZE = 4_096;

	private final AtomicReferenceArray<@Nullable String> ids = new AtomicReferenceArray<>(SIZE);

	void add(String traceId) {
		int place = place(traceId);
		if (!traceId.equals(this.ids.get(place))) {
			this.ids.set(place, traceId);
		}
	}

	boolean contains(String traceId) {
		return traceId.equals(this.ids.get(place(traceId)));
	}

	private static int place(String traceId) {
		return traceId.hashCode() & (SIZE - 1);
	}

}

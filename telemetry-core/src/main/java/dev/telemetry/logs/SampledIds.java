package dev.telemetry.logs;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Ids of traces that were sampled when they began, of which no decision tells: the flag
 * is missing where a record has its ids from the logging context only. The last few
 * thousand, without a lock; a newer trace may take the place of an older one. Thread
 * safe.
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

package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * To which local root a span belongs: found by the id of the trace, and told from other
 * local roots of that trace by the ids of the spans below each. Keys in the context would
 * not do: an explicit parent leaves them behind. Thread safe; threads that work on
 * different traces hardly meet.
 *
 * @param <T> the type of the traces
 */
final class OpenTraces<T extends ChainedTrace<T>> {

	/**
	 * How many local roots of one trace are looked through. Callers choose trace ids, and
	 * may choose the same for all requests: further roots are found by span id.
	 */
	private static final int MAX_CHAIN = 8;

	// Small tables make threads meet, large ones do not fit into the cache of a core.
	private final ConcurrentMap<String, T> traces = new ConcurrentHashMap<>(1_024);

	private final ConcurrentMap<String, T> crowded = new ConcurrentHashMap<>();

	/**
	 * Finds the trace of a span.
	 * @return the trace, or {@code null} if the span belongs to none
	 */
	@Nullable T find(SpanContext span) {
		String spanId = span.getSpanId();
		T first = this.traces.get(span.getTraceId());
		boolean anyCrowded = !this.crowded.isEmpty();
		// Where there is a chain, there is likely a crowd.
		T indexed = (anyCrowded && first != null && first.next() != null) ? this.crowded.get(spanId) : null;
		if (indexed != null) {
			return indexed;
		}
		T trace = first;
		while (trace != null && !trace.knows(spanId)) {
			trace = trace.next();
		}
		return (trace == null && anyCrowded) ? this.crowded.get(spanId) : trace;
	}

	/**
	 * Finds one of the local roots of a trace, whichever it is.
	 * @return the root, or {@code null} if none is open
	 */
	@Nullable T any(String traceId) {
		return this.traces.get(traceId);
	}

	/**
	 * Notes a span of a trace that shares its id with too many others.
	 */
	void note(String spanId, T trace) {
		this.crowded.put(spanId, trace);
	}

	/**
	 * Forgets a span that was noted.
	 */
	void forget(String spanId) {
		this.crowded.remove(spanId);
	}

	/**
	 * Adds a trace for whose root there is a place. To be called with the lock of the
	 * trace.
	 */
	void add(T trace) {
		if (trace.isIndexed()) {
			return;
		}
		trace.next(null);
		String traceId = trace.traceId();
		T present = this.traces.putIfAbsent(traceId, trace);
		if (present != null && isCrowded(present)) {
			trace.indexed();
		}
		else if (present != null) {
			this.traces.compute(traceId, (id, first) -> {
				if (isCrowded(first)) {
					trace.indexed();
					return first;
				}
				trace.next(first);
				return trace;
			});
		}
	}

	private boolean isCrowded(@Nullable T first) {
		int length = 0;
		for (T trace = first; trace != null; trace = trace.next()) {
			length++;
		}
		return length >= MAX_CHAIN;
	}

	/**
	 * Removes a trace, with its lock held. Its spans have left the index by themselves.
	 */
	void remove(T trace) {
		if (trace.isIndexed()) {
			return;
		}
		String traceId = trace.traceId();
		boolean alone = trace.next() == null && this.traces.remove(traceId, trace);
		if (!alone) {
			this.traces.computeIfPresent(traceId, (id, first) -> without(trace, first));
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private @Nullable T without(T trace, T first) {
		if (first == trace) {
			return trace.next();
		}
		T before = first;
		while (before != null && before.next() != trace) {
			before = before.next();
		}
		if (before != null) {
			before.next(trace.next());
		}
		return first;
	}

	int size() {
		int size = 0;
		for (T trace : all()) {
			size += trace.size();
		}
		return size;
	}

	/**
	 * All traces that are followed.
	 */
	List<T> all() {
		List<T> all = new ArrayList<>();
		for (T first : this.traces.values()) {
			for (T trace = first; trace != null; trace = trace.next()) {
				all.add(trace);
			}
		}
		if (!this.crowded.isEmpty()) {
			Set<T> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
			distinct.addAll(this.crowded.values());
			all.addAll(distinct);
		}
		return all;
	}

}

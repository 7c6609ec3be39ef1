package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the local root that a span belongs to: by the trace id, and among several local
 * roots of that trace by the ids of the spans below each. A key in the context would not
 * do, because a span with an explicit parent may lack that context. Thread safe; threads
 * that work on different traces hardly contend.
 * <p>
 * This is a hash table of chains that the traces themselves form; a map of the JDK would
 * add an entry for each request. A trace that is alone in its chain enters and leaves
 * without a lock. Reading needs no lock: a trace that has left a chain keeps its link to
 * the next one.
 *
 * @param <T> the type of the traces
 */
final class OpenTraces<T extends ChainedTrace<T>> {

	/**
	 * How many traces a chain has at most. Callers choose trace ids, and may choose the
	 * same id, or ids with the same hash, for all requests. Further traces are found by
	 * span id.
	 */
	private static final int MAX_CHAIN = 8;

	/**
	 * Enough chains that they stay short with the default limit of open spans.
	 */
	private static final int CHAINS = 4_096;

	private static final int LOCKS = 64;

	private final AtomicReferenceArray<@Nullable T> chains = new AtomicReferenceArray<>(CHAINS);

	private final Object[] locks = new Object[LOCKS];

	private final ConcurrentMap<String, T> crowded = new ConcurrentHashMap<>();

	OpenTraces() {
		for (int i = 0; i < LOCKS; i++) {
			this.locks[i] = new Object();
		}
	}

	private static int chain(String traceId) {
		int hash = traceId.hashCode();
		return (hash ^ (hash >>> 16)) & (CHAINS - 1);
	}

	private Object lock(int chain) {
		return this.locks[chain % LOCKS];
	}

	/**
	 * Finds the trace of a span.
	 * @return the trace, or {@code null} if the span belongs to none
	 */
	@Nullable T find(SpanContext span) {
		String traceId = span.getTraceId();
		String spanId = span.getSpanId();
		T first = this.chains.get(chain(traceId));
		boolean anyCrowded = !this.crowded.isEmpty();
		// A crowded trace is likely only where a chain has more than one trace.
		T indexed = (anyCrowded && first != null && first.next() != null) ? this.crowded.get(spanId) : null;
		if (indexed != null) {
			return indexed;
		}
		T trace = first;
		while (trace != null && !(trace.traceId().equals(traceId) && trace.knows(spanId))) {
			trace = trace.next();
		}
		return (trace == null && anyCrowded) ? this.crowded.get(spanId) : trace;
	}

	/**
	 * Finds any one of the local roots of a trace.
	 * @return the root, or {@code null} if none is open
	 */
	@Nullable T any(String traceId) {
		T trace = this.chains.get(chain(traceId));
		while (trace != null && !trace.traceId().equals(traceId)) {
			trace = trace.next();
		}
		return (trace != null) ? trace : anyCrowded(traceId);
	}

	// Called only to adopt spans of another process, when there is rarely a crowd.
	private @Nullable T anyCrowded(String traceId) {
		for (T trace : this.crowded.values()) {
			if (trace.traceId().equals(traceId)) {
				return trace;
			}
		}
		return null;
	}

	/**
	 * Adds a span of a trace that is in no chain to the index.
	 */
	void note(String spanId, T trace) {
		this.crowded.put(spanId, trace);
	}

	/**
	 * Removes a span from the index.
	 */
	void forget(String spanId) {
		this.crowded.remove(spanId);
	}

	/**
	 * Adds a trace whose root has a place. Must be called with the lock of the trace
	 * held.
	 */
	void add(T trace) {
		if (trace.isIndexed()) {
			return;
		}
		int chain = chain(trace.traceId());
		// A trace that comes back may still be read, so its old link is kept until it is
		// in a chain.
		if (trace.next() == null && this.chains.compareAndSet(chain, null, trace)) {
			return;
		}
		synchronized (lock(chain)) {
			T first;
			do {
				first = this.chains.get(chain);
				if (isCrowded(first)) {
					trace.indexed();
					return;
				}
				trace.next(first);
			}
			while (!this.chains.compareAndSet(chain, first, trace));
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
	 * Removes a trace. Must be called with its lock held, after its spans have been
	 * removed from the index.
	 */
	@SuppressWarnings("ReferenceEquality")
	void remove(T trace) {
		if (trace.isIndexed()) {
			return;
		}
		int chain = chain(trace.traceId());
		if (trace.next() == null && this.chains.compareAndSet(chain, trace, null)) {
			return;
		}
		synchronized (lock(chain)) {
			T before = this.chains.get(chain);
			if (before == trace) {
				this.chains.set(chain, trace.next());
				return;
			}
			while (before != null && before.next() != trace) {
				before = before.next();
			}
			if (before != null) {
				before.next(trace.next());
			}
		}
	}

	int size() {
		int size = 0;
		for (T trace : all()) {
			size += trace.size();
		}
		return size;
	}

	/**
	 * Returns all traces that are followed.
	 */
	List<T> all() {
		List<T> all = new ArrayList<>();
		for (int i = 0; i < CHAINS; i++) {
			for (T trace = this.chains.get(i); trace != null; trace = trace.next()) {
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

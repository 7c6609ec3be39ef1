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
 * To which local root a span belongs: found by the id of the trace, and told from other
 * local roots of that trace by the ids of the spans below each. Keys in the context would
 * not do: an explicit parent leaves them behind. Thread safe; threads that work on
 * different traces hardly meet.
 * <p>
 * A hash table of chains, each linked by the traces themselves: a map of the JDK would
 * add an entry to each request. One that is alone comes and goes without a lock, reading
 * needs none: a trace that has left goes on pointing to those that followed it.
 *
 * @param <T> the type of the traces
 */
final class OpenTraces<T extends ChainedTrace<T>> {

	/**
	 * How many traces a chain has. Callers choose trace ids, and may choose the same, or
	 * some with the same hash, for all requests: further ones are found by span id.
	 */
	private static final int MAX_CHAIN = 8;

	/**
	 * So many that chains stay short with as many open spans as there may be by default.
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
		// Where there is a chain, there is likely a crowd.
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
	 * Finds one of the local roots of a trace, whichever it is.
	 * @return the root, or {@code null} if none is open
	 */
	@Nullable T any(String traceId) {
		T trace = this.chains.get(chain(traceId));
		while (trace != null && !trace.traceId().equals(traceId)) {
			trace = trace.next();
		}
		return (trace != null) ? trace : anyCrowded(traceId);
	}

	// Only those ask that take over spans of another process: a crowd is rarely there.
	private @Nullable T anyCrowded(String traceId) {
		for (T trace : this.crowded.values()) {
			if (trace.traceId().equals(traceId)) {
				return trace;
			}
		}
		return null;
	}

	/**
	 * Notes a span of a trace that is in no chain.
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
		int chain = chain(trace.traceId());
		// One that comes back may be read, and points to others until it is in a chain.
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
	 * Removes a trace, with its lock held. Its spans have left the index by themselves.
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
	 * All traces that are followed.
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

package dev.telemetry.sampling;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * To which local root a span belongs: found by the id of the trace, and told from other
 * local roots of that trace by the ids of the spans below each. Keys in the context would
 * not do: an explicit parent leaves them behind. Bounded, thread safe; threads that work
 * on different traces hardly meet.
 */
final class OpenTraces {

	private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000L;

	// Large from the start: in a small table, threads meet at the same places all the
	// time.
	private final ConcurrentMap<String, LocalTrace> traces = new ConcurrentHashMap<>(16_384);

	private final Room room;

	private final long maxAgeNanos;

	private final LongSupplier nanoClock;

	private final IntConsumer onEviction;

	private final AtomicLong sweptAt;

	/**
	 * Creates an empty map.
	 * @param onEviction told of how many spans were held of a trace that is removed for
	 * its age
	 */
	OpenTraces(SamplingLimits limits, LongSupplier nanoClock, IntConsumer onEviction) {
		this.room = new Room(limits.maxSpans());
		this.maxAgeNanos = limits.maxAge().toNanos();
		this.nanoClock = nanoClock;
		this.onEviction = onEviction;
		this.sweptAt = new AtomicLong(nanoClock.getAsLong() - SWEEP_INTERVAL_NANOS);
	}

	/**
	 * Finds the trace of a span.
	 * @return the trace, or {@code null} if the span belongs to none
	 */
	@Nullable LocalTrace find(SpanContext span) {
		String spanId = span.getSpanId();
		LocalTrace trace = this.traces.get(span.getTraceId());
		while (trace != null && !trace.knows(spanId)) {
			trace = trace.next();
		}
		return trace;
	}

	/**
	 * Adds a trace with its root.
	 * @param inAnyCase whether it is added even if there is no room
	 */
	void add(String traceId, LocalTrace trace, boolean inAnyCase) {
		if (this.room.take(1) == 0 && !(makeRoom() && this.room.take(1) == 1)) {
			if (!inAnyCase) {
				return;
			}
			this.room.takeInAnyCase();
		}
		trace.enterRoot();
		if (this.traces.putIfAbsent(traceId, trace) != null) {
			this.traces.compute(traceId, (id, first) -> {
				trace.next(first);
				return trace;
			});
		}
	}

	/**
	 * Adds a span below a root.
	 * @return whether there was room
	 */
	boolean add(String spanId, LocalTrace trace) {
		return trace.enter(spanId, this.room) || (makeRoom() && trace.enter(spanId, this.room));
	}

	/**
	 * Forgets what is over of a trace.
	 */
	void leave(String traceId, LocalTrace trace) {
		if (!trace.leave(this.room)) {
			return;
		}
		boolean alone = trace.next() == null && this.traces.remove(traceId, trace);
		if (!alone) {
			this.traces.computeIfPresent(traceId, (id, first) -> without(trace, first));
		}
	}

	private static @Nullable LocalTrace without(LocalTrace trace, LocalTrace first) {
		if (first == trace) {
			return trace.next();
		}
		LocalTrace before = first;
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
		for (LocalTrace first : this.traces.values()) {
			for (LocalTrace trace = first; trace != null; trace = trace.next()) {
				size += trace.size();
			}
		}
		return size;
	}

	Iterable<LocalTrace> all() {
		return this.traces.values();
	}

	// Looking at each trace takes a while: once a second is enough.
	private boolean makeRoom() {
		long now = this.nanoClock.getAsLong();
		long sweptAt = this.sweptAt.get();
		if (now - sweptAt < SWEEP_INTERVAL_NANOS || !this.sweptAt.compareAndSet(sweptAt, now)) {
			return false;
		}
		for (String traceId : this.traces.keySet()) {
			this.traces.computeIfPresent(traceId, (id, first) -> withoutOld(first));
		}
		return !this.room.isFull();
	}

	private @Nullable LocalTrace withoutOld(LocalTrace first) {
		LocalTrace remaining = first;
		for (LocalTrace trace = first; trace != null; trace = trace.next()) {
			if (trace.root().ageNanos() > this.maxAgeNanos) {
				this.onEviction.accept(trace.evict(this.room));
				remaining = (remaining != null) ? without(trace, remaining) : null;
			}
		}
		return remaining;
	}

}

package dev.telemetry.sampling;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * To which local root a span belongs: found by the id of the trace, and told from other
 * local roots of that trace by the ids of the spans below each. Keys in the context would
 * not do: an explicit parent leaves them behind. Bounded, thread safe; threads that work
 * on different traces hardly meet.
 */
final class OpenTraces {

	private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000L;

	/** A root that never ends is forgotten after so many times the age. */
	private static final int AGES = 10;

	private static final int OPEN_FOR_EACH_HELD = 2;

	// Small tables make threads meet, large ones do not fit into the cache of a core.
	private final ConcurrentMap<String, LocalTrace> traces = new ConcurrentHashMap<>(1_024);

	private final SpanBudget room;

	private final long maxAgeNanos;

	private final LongSupplier nanoClock;

	private final Consumer<LocalTrace> onAge;

	private final int maxSpansBelow;

	private final AtomicLong sweptAt;

	/**
	 * Creates an empty map.
	 * @param onAge told of each trace that is to give up what it holds, for its age
	 */
	OpenTraces(SamplingLimits limits, LongSupplier nanoClock, Consumer<LocalTrace> onAge) {
		this.room = new SpanBudget(limits.maxSpans());
		this.maxSpansBelow = OPEN_FOR_EACH_HELD * limits.maxSpansPerRoot();
		this.maxAgeNanos = limits.maxAge().toNanos();
		this.nanoClock = nanoClock;
		this.onAge = onAge;
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
		if (this.room.isFull()) {
			makeRoom();
		}
		if (this.room.take(1) == 0) {
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
	 */
	Admittance add(String spanId, LocalTrace trace) {
		if (this.room.isFull()) {
			makeRoom();
		}
		return trace.enter(spanId, this.maxSpansBelow, this.room);
	}

	/**
	 * Ends a trace with its root, and forgets it if nothing else of it is open.
	 * @return the spans that were held
	 */
	List<ReadableSpan> conclude(ReadableSpan root, LocalTrace trace, Decision decision, RecentlyKept memory) {
		List<ReadableSpan> held = trace.conclude(root, decision, memory, this.room);
		if (trace.isClosed()) {
			remove(root.getSpanContext().getTraceId(), trace);
		}
		return held;
	}

	/**
	 * Forgets what is over of a trace.
	 */
	void leave(String traceId, LocalTrace trace) {
		if (trace.leave(this.room)) {
			remove(traceId, trace);
		}
	}

	private void remove(String traceId, LocalTrace trace) {
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

	/**
	 * How much room there is.
	 */
	int free() {
		return this.room.free();
	}

	// Looking at each trace takes a while: once a second is enough.
	private void makeRoom() {
		long now = this.nanoClock.getAsLong();
		long sweptAt = this.sweptAt.get();
		if (now - sweptAt < SWEEP_INTERVAL_NANOS || !this.sweptAt.compareAndSet(sweptAt, now)) {
			return;
		}
		this.traces.forEach((traceId, first) -> {
			for (LocalTrace trace = first; trace != null; trace = trace.next()) {
				age(traceId, trace, now - trace.startNanos());
			}
		});
	}

	// An open root may still be kept, unless it never ends; anything else is in the way.
	private void age(String traceId, LocalTrace trace, long ageNanos) {
		if (ageNanos <= this.maxAgeNanos) {
			return;
		}
		this.onAge.accept(trace);
		trace.shrink(this.room);
		if (trace.isConcluded() || ageNanos / AGES > this.maxAgeNanos) {
			trace.close(this.room);
			remove(traceId, trace);
		}
	}

}

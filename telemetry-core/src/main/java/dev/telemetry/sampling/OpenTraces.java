package dev.telemetry.sampling;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * To which local root a span belongs, by the ids of spans: of those that are open, and of
 * those that have ended and wait for their root. Context keys would not do: an explicit
 * parent leaves them behind. Bounded, thread safe.
 */
final class OpenTraces {

	private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000L;

	private final ConcurrentMap<String, LocalTrace> traces = new ConcurrentHashMap<>();

	private final SamplingLimits limits;

	// The map itself counts as well, but looking at its count would let threads wait for
	// each other's caches.
	private final Room room;

	private final LongSupplier nanoClock;

	private final Consumer<LocalTrace> onEviction;

	private final AtomicLong sweptAt;

	/**
	 * Creates an empty map.
	 * @param onEviction told of each trace that is removed for its age
	 */
	OpenTraces(SamplingLimits limits, LongSupplier nanoClock, Consumer<LocalTrace> onEviction) {
		this.limits = limits;
		this.room = new Room(limits.maxSpans());
		this.nanoClock = nanoClock;
		this.onEviction = onEviction;
		this.sweptAt = new AtomicLong(nanoClock.getAsLong() - SWEEP_INTERVAL_NANOS);
	}

	@Nullable LocalTrace get(String spanId) {
		return this.traces.get(spanId);
	}

	/**
	 * Says to which trace a span belongs.
	 * @return whether there was room
	 */
	boolean add(String spanId, LocalTrace trace) {
		if (!trace.enter(this.room) && !(makeRoom() && trace.enter(this.room))) {
			return false;
		}
		this.traces.put(spanId, trace);
		return true;
	}

	/**
	 * Says so even if there is no room.
	 */
	void addInAnyCase(String spanId, LocalTrace trace) {
		trace.enterInAnyCase(this.room);
		this.traces.put(spanId, trace);
	}

	/**
	 * Forgets a span.
	 */
	void remove(String spanId, LocalTrace trace) {
		if (this.traces.remove(spanId) != null) {
			trace.leave(1, this.room);
		}
	}

	/**
	 * Forgets spans.
	 */
	void remove(List<ReadableSpan> spans, LocalTrace trace) {
		int removed = 0;
		for (ReadableSpan span : spans) {
			if (this.traces.remove(span.getSpanContext().getSpanId()) != null) {
				removed++;
			}
		}
		trace.leave(removed, this.room);
	}

	int size() {
		return this.traces.size();
	}

	void forEach(Consumer<LocalTrace> consumer) {
		this.traces.values().forEach(consumer);
	}

	// Looking at each entry takes a while: once a second is enough.
	private boolean makeRoom() {
		long now = this.nanoClock.getAsLong();
		long sweptAt = this.sweptAt.get();
		if (now - sweptAt < SWEEP_INTERVAL_NANOS || !this.sweptAt.compareAndSet(sweptAt, now)) {
			return false;
		}
		long maxAge = this.limits.maxAge().toNanos();
		this.traces.values().removeIf((trace) -> {
			boolean old = trace.ageNanos() > maxAge;
			if (old) {
				this.onEviction.accept(trace);
				trace.leaveAltogether(this.room);
			}
			return old;
		});
		return !this.room.isFull();
	}

}

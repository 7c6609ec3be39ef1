package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Store of recent traces, bounded in bytes. If there is no room, the oldest trace of the
 * ring that takes most is removed. A ring that takes less than a third therefore loses
 * nothing to others, and the last errors remain, however many successful traces follow.
 * Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RecentTraces {

	private final long maxBytes;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock, like all fields below: the traces of each ring, the oldest first.
	private final Map<Ring, Held> rings = new EnumMap<>(Ring.class);

	private final Map<String, Ring> ringOf = new HashMap<>();

	private long bytes;

	private long changes;

	/**
	 * Creates an empty store.
	 * @param maxBytes how much memory all traces may take
	 */
	public RecentTraces(long maxBytes) {
		this.maxBytes = maxBytes;
		for (Ring ring : Ring.values()) {
			this.rings.put(ring, new Held());
		}
	}

	/**
	 * Adds spans of a trace, which may be stored already.
	 * @param traceId id of the trace
	 * @param spans the spans
	 * @param verdicts the decisions about the local roots among the spans
	 */
	public void addSpans(String traceId, List<ViewedSpan> spans, List<Verdict> verdicts) {
		this.lock.lock();
		try {
			ViewedTrace before = take(traceId);
			put(((before != null) ? before : ViewedTrace.empty(traceId)).withSpans(spans, verdicts, maxTraceBytes(),
					++this.changes));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds log lines to a trace, if it is stored.
	 * @param traceId id of the trace
	 * @param logs the lines
	 */
	public void addLogs(String traceId, List<ViewedLog> logs) {
		this.lock.lock();
		try {
			ViewedTrace before = take(traceId);
			if (before != null) {
				put(before.withLogs(logs, maxTraceBytes(), ++this.changes));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that log lines of a trace are missing, if the trace is stored.
	 * @param traceId id of the trace
	 * @param number the number of missing lines
	 */
	void leftOutLogs(String traceId, int number) {
		this.lock.lock();
		try {
			ViewedTrace before = take(traceId);
			if (before != null) {
				put(before.withoutLogs(number, ++this.changes));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// One trace must not displace a whole ring.
	private long maxTraceBytes() {
		return this.maxBytes / 4;
	}

	private @Nullable ViewedTrace take(String traceId) {
		Ring ring = this.ringOf.remove(traceId);
		if (ring == null) {
			return null;
		}
		ViewedTrace taken = held(ring).remove(traceId);
		this.bytes -= (taken != null) ? taken.bytes() : 0;
		return taken;
	}

	private void put(ViewedTrace trace) {
		Ring ring = trace.ring();
		this.ringOf.put(trace.traceId(), ring);
		held(ring).add(trace);
		this.bytes += trace.bytes();
		while (this.bytes > this.maxBytes) {
			Held largest = this.rings.values()
				.stream()
				.max(Comparator.comparingLong((held) -> held.bytes))
				.orElseThrow();
			ViewedTrace oldest = largest.oldest();
			take(oldest.traceId());
			largest.pushedOut++;
		}
	}

	private Held held(Ring ring) {
		return Objects.requireNonNull(this.rings.get(ring));
	}

	/**
	 * Returns whether a trace is stored.
	 * @param traceId id of the trace
	 * @return whether the trace is stored
	 */
	public boolean contains(String traceId) {
		this.lock.lock();
		try {
			return this.ringOf.containsKey(traceId);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finds a trace.
	 * @param traceId id of the trace
	 * @return the current state of the trace, or {@code null} if it is not stored
	 */
	public @Nullable ViewedTrace find(String traceId) {
		this.lock.lock();
		try {
			Ring ring = this.ringOf.get(traceId);
			return (ring != null) ? held(ring).traces.get(traceId) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the current state of all traces.
	 * @return the traces, the newest start first
	 */
	public List<ViewedTrace> all() {
		return changedAfter(-1);
	}

	/**
	 * Returns the traces that are new, or have changed.
	 * @param cursor an earlier result of {@link #cursor()}
	 * @return the current state of these traces, the newest start first
	 */
	public List<ViewedTrace> changedAfter(long cursor) {
		List<ViewedTrace> found = new ArrayList<>();
		this.lock.lock();
		try {
			this.rings.values().forEach((held) -> found.addAll(held.traces.values()));
		}
		finally {
			this.lock.unlock();
		}
		List<Started> changed = new ArrayList<>();
		for (ViewedTrace trace : found) {
			if (trace.cursor() > cursor) {
				changed.add(new Started(trace, trace.startNanos()));
			}
		}
		changed.sort(Comparator.comparingLong(Started::nanos).reversed());
		return changed.stream().map(Started::trace).toList();
	}

	/**
	 * Returns the number of changes so far. Later changes have a higher number.
	 * @return the number
	 */
	public long cursor() {
		this.lock.lock();
		try {
			return this.changes;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the fill level of each ring.
	 * @return the current numbers
	 */
	public Map<Ring, RingUse> use() {
		Map<Ring, RingUse> use = new EnumMap<>(Ring.class);
		this.lock.lock();
		try {
			this.rings
				.forEach((ring, held) -> use.put(ring, new RingUse(held.traces.size(), held.bytes, held.pushedOut)));
		}
		finally {
			this.lock.unlock();
		}
		return use;
	}

	/**
	 * Returns how much memory all traces may take.
	 * @return bytes
	 */
	public long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * Fill level of a ring.
	 *
	 * @param traces the number of traces in the ring
	 * @param bytes how much memory the traces take
	 * @param pushedOut how many traces have made room for others so far
	 */
	public record RingUse(int traces, long bytes, long pushedOut) {
	}

	/**
	 * A trace and its start, which is computed from all spans.
	 */
	private record Started(ViewedTrace trace, long nanos) {
	}

	/**
	 * The traces of a ring. Guarded by the lock.
	 */
	private static final class Held {

		private final Map<String, ViewedTrace> traces = new LinkedHashMap<>();

		private long bytes;

		private long pushedOut;

		void add(ViewedTrace trace) {
			this.traces.put(trace.traceId(), trace);
			this.bytes += trace.bytes();
		}

		@Nullable ViewedTrace remove(String traceId) {
			ViewedTrace removed = this.traces.remove(traceId);
			this.bytes -= (removed != null) ? removed.bytes() : 0;
			return removed;
		}

		ViewedTrace oldest() {
			return this.traces.values().iterator().next();
		}

	}

}

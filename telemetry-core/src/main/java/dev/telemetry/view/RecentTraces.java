package dev.telemetry.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The traces of the last while, never more than so many bytes of them. When there is no
 * room, the oldest trace goes of the ring that takes most; so a ring that takes less than
 * a third loses nothing to others, and the last errors are there however much went well
 * since. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class RecentTraces {

	private final long maxBytes;

	private final Lock lock = new ReentrantLock();

	// Guarded by lock, as all below: the traces of each ring, the oldest first.
	private final Map<Ring, Held> rings = new EnumMap<>(Ring.class);

	private final Map<String, Ring> ringOf = new HashMap<>();

	private long bytes;

	private long changes;

	/**
	 * Creates a store that is empty.
	 * @param maxBytes how much memory all traces may take
	 */
	public RecentTraces(long maxBytes) {
		this.maxBytes = maxBytes;
		for (Ring ring : Ring.values()) {
			this.rings.put(ring, new Held());
		}
	}

	/**
	 * Adds spans of a trace, which may be there already.
	 * @param traceId id of the trace
	 * @param spans the spans
	 * @param verdicts what was decided about those that are local roots
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
	 * Adds log lines to a trace, if it is there.
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
	 * Says that log lines of a trace are missing, if it is there.
	 * @param traceId id of the trace
	 * @param number how many
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

	// One trace must not push out a whole ring.
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
		return this.rings.computeIfAbsent(ring, (key) -> new Held());
	}

	/**
	 * Whether a trace is there.
	 * @param traceId its id
	 * @return whether it is
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
	 * @param traceId its id
	 * @return the trace as it is now, or {@code null} if it is not there
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
	 * All traces as they are now.
	 * @return the traces, the newest start first
	 */
	public List<ViewedTrace> all() {
		return changedAfter(-1);
	}

	/**
	 * The traces that are new, or have changed.
	 * @param cursor what {@link #cursor()} was before
	 * @return the traces as they are now, the newest start first
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
	 * How often something changed: what changes from now on has a higher number.
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
	 * How full each ring is.
	 * @return the numbers as they are now
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
	 * How much memory all traces may take.
	 * @return bytes
	 */
	public long maxBytes() {
		return this.maxBytes;
	}

	/**
	 * How full a ring is.
	 *
	 * @param traces how many traces are in it
	 * @param bytes how much memory they take
	 * @param pushedOut how many have made room for others so far
	 */
	public record RingUse(int traces, long bytes, long pushedOut) {
	}

	/**
	 * A trace and its start, which takes a look at each span to find.
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

package dev.telemetry.worker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.sdk.trace.data.EventData;

/**
 * Events whose span has not been reported yet. Bounded in number and memory: the events
 * of the span that waits longest make room. To be used by one thread only.
 */
final class PendingEvents {

	private final Map<Key, List<Pending>> bySpan = new LinkedHashMap<>();

	private final PoolCounts counts;

	private final HeldBytes held;

	private final int maxOfSpan;

	private final int max;

	private int size;

	/**
	 * Creates an instance without events.
	 * @param counts counts events that make room
	 */
	PendingEvents(PoolCounts counts, HeldBytes held, int maxOfSpan, int max) {
		this.counts = counts;
		this.held = held;
		this.maxOfSpan = maxOfSpan;
		this.max = max;
	}

	/**
	 * Adds an event.
	 * @param bytes how much memory the event takes
	 * @return whether there was room for the event
	 */
	boolean add(String traceId, String spanId, EventData event, int bytes) {
		Key key = new Key(traceId, spanId);
		if (this.bySpan.getOrDefault(key, List.of()).size() >= this.maxOfSpan) {
			return false;
		}
		while (this.size >= this.max || !this.held.tryTake(bytes)) {
			if (!evictOldest()) {
				return false;
			}
		}
		this.bySpan.computeIfAbsent(key, (id) -> new ArrayList<>(2)).add(new Pending(event, bytes));
		this.size++;
		return true;
	}

	private boolean evictOldest() {
		Iterator<List<Pending>> oldest = this.bySpan.values().iterator();
		if (!oldest.hasNext()) {
			return false;
		}
		for (Pending pending : oldest.next()) {
			release(pending);
			this.counts.add(LineFate.TOO_MANY_EVENTS);
		}
		oldest.remove();
		return true;
	}

	private EventData release(Pending pending) {
		this.held.giveBack(pending.bytes());
		this.size--;
		return pending.event();
	}

	/**
	 * Takes the events of a span. The name of the span is removed from the beginning of
	 * their names.
	 */
	List<EventData> take(String traceId, String spanId, String spanName) {
		List<Pending> pending = this.bySpan.remove(new Key(traceId, spanId));
		List<EventData> events = new ArrayList<>((pending != null) ? pending.size() : 0);
		if (pending != null) {
			pending.forEach((one) -> events.add(within(spanName + ".", release(one))));
		}
		return events;
	}

	private static EventData within(String before, EventData event) {
		boolean prefixed = event.getName().startsWith(before) && event.getName().length() > before.length();
		return (prefixed) ? EventData.create(event.getEpochNanos(), event.getName().substring(before.length()),
				event.getAttributes()) : event;
	}

	/**
	 * Takes all events whose span was never reported.
	 * @param taking receives the id of the trace and the event
	 */
	void takeAll(BiConsumer<String, EventData> taking) {
		Map<Key, List<Pending>> all = new LinkedHashMap<>(this.bySpan);
		this.bySpan.clear();
		all.forEach((key, pending) -> pending.forEach((one) -> taking.accept(key.traceId(), release(one))));
	}

	private record Key(String traceId, String spanId) {

	}

	private record Pending(EventData event, int bytes) {

	}

}

package dev.telemetry.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.EventData;

/**
 * Events that were told of before the span that they belong to. Bounded. For one thread.
 */
final class PendingEvents {

	private final Map<String, List<EventData>> bySpan = new LinkedHashMap<>();

	private final int maxOfSpan;

	private final int max;

	private int size;

	PendingEvents(int maxOfSpan, int max) {
		this.maxOfSpan = maxOfSpan;
		this.max = max;
	}

	/**
	 * Adds an event.
	 * @return whether there was room for it
	 */
	boolean add(String spanId, EventData event) {
		List<EventData> events = this.bySpan.getOrDefault(spanId, List.of());
		if (this.size >= this.max || events.size() >= this.maxOfSpan) {
			return false;
		}
		this.bySpan.computeIfAbsent(spanId, (id) -> new ArrayList<>(2)).add(event);
		this.size++;
		return true;
	}

	/**
	 * Takes the events of a span, without its name before theirs.
	 */
	List<EventData> take(String spanId, String spanName) {
		List<EventData> events = this.bySpan.remove(spanId);
		if (events == null) {
			return List.of();
		}
		this.size -= events.size();
		String before = spanName + ".";
		events.replaceAll((event) -> {
			boolean prefixed = event.getName().startsWith(before) && event.getName().length() > before.length();
			return (prefixed) ? EventData.create(event.getEpochNanos(), event.getName().substring(before.length()),
					event.getAttributes()) : event;
		});
		return events;
	}

	/**
	 * Takes all events whose span never came.
	 */
	List<EventData> takeAll() {
		List<EventData> all = new ArrayList<>(this.size);
		this.bySpan.values().forEach(all::addAll);
		this.bySpan.clear();
		this.size = 0;
		return all;
	}

}

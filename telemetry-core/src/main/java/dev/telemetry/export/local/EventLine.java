package dev.telemetry.export.local;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes a span, or an event of a span, as a line that another process can fold into its
 * own telemetry. A span is the event that carries its name, with its duration as a
 * measurement; an event of a span has the name of the span before its own. Numbers are
 * measurements; everything else is metadata, which is text. Not thread safe.
 */
final class EventLine {

	private static final String PREFIX = "TELEMETRY:";

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final String DURATION = "duration_seconds";

	private static final double NANOS_PER_SECOND = 1e9;

	// A reader looks for these in any line.
	private static final Set<String> FIELDS = Set.of("span_id", "parent_span_id", "kind", "status", "status_message",
			"service");

	// Prefix of attributes that have the name of a field.
	private static final String ATTRIBUTE = "attribute.";

	private final JsonBuffer json;

	// Sorted, because the order of attributes has no meaning for a reader.
	private final Map<String, Number> measurements = new TreeMap<>();

	private final Map<String, String> metadata = new TreeMap<>();

	EventLine(JsonBuffer json) {
		this.json = json;
	}

	void append(SpanData span) {
		clear();
		this.measurements.put(DURATION, (span.getEndEpochNanos() - span.getStartEpochNanos()) / NANOS_PER_SECOND);
		this.metadata.put("kind", span.getKind().name());
		this.metadata.put("status", span.getStatus().getStatusCode().name());
		put("status_message", span.getStatus().getDescription());
		if (span.getParentSpanContext().isValid()) {
			this.metadata.put("parent_span_id", span.getParentSpanId());
		}
		append(span, span.getName(), span.getAttributes(), span.getStartEpochNanos());
	}

	void append(SpanData span, EventData event) {
		clear();
		String name = span.getName() + "." + event.getName();
		if (name.endsWith(".start")) {
			// A reader would take the line for the start of a span.
			this.metadata.put("kind", "EVENT");
		}
		append(span, name, event.getAttributes(), event.getEpochNanos());
	}

	private void append(SpanData span, String name, Attributes attributes, long nanos) {
		this.metadata.put("span_id", span.getSpanId());
		String service = span.getResource().getAttribute(SERVICE_NAME);
		put("service", (service != null) ? service : "");
		attributes.forEach((key, value) -> put(key.getKey(), value));
		this.json.raw(PREFIX).beginObject().key("event").value(name);
		this.json.key("measurements").beginObject();
		this.measurements.forEach(this::measurement);
		this.json.endObject().key("metadata").beginObject();
		this.metadata.forEach((key, value) -> this.json.key(key).value(value));
		this.json.endObject().key("timestamp_ns").value(nanos);
		this.json.key("correlation_id").value(span.getTraceId()).endObject().endLine();
	}

	// Called at the beginning, because the previous line may not have been completed.
	private void clear() {
		this.measurements.clear();
		this.metadata.clear();
	}

	private void put(String key, String text) {
		if (!text.isEmpty()) {
			this.metadata.put(key, text);
		}
	}

	private void put(String key, Object value) {
		if (isNumber(value)) {
			this.measurements.put((this.measurements.containsKey(key)) ? ATTRIBUTE + key : key, (Number) value);
		}
		else {
			boolean taken = FIELDS.contains(key) || this.metadata.containsKey(key);
			this.metadata.put((taken) ? ATTRIBUTE + key : key, text(value));
		}
	}

	// JSON has no numbers for infinity and NaN.
	private static boolean isNumber(Object value) {
		return value instanceof Long || (value instanceof Double number && Double.isFinite(number));
	}

	private static String text(@Nullable Object value) {
		if (value instanceof List<?> values) {
			return String.join(",", values.stream().map(EventLine::text).toList());
		}
		return (value instanceof Value<?> structured) ? structured.asString() : Objects.toString(value, "");
	}

	private void measurement(String key, Number number) {
		this.json.key(key);
		if (number instanceof Long) {
			this.json.value(number.longValue());
		}
		else {
			this.json.value(number.doubleValue());
		}
	}

}

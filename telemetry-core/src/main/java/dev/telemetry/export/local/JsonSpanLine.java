package dev.telemetry.export.local;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogFields;
import dev.telemetry.text.JsonBuffer;

/**
 * Writes a span as one JSON object on a line, for a console whose log lines are JSON too.
 * Stack traces are left out. Not thread safe.
 */
final class JsonSpanLine {

	private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

	private static final double NANOS_PER_SECOND = 1e9;

	private final JsonBuffer json;

	JsonSpanLine(JsonBuffer json) {
		this.json = json;
	}

	void append(SpanData span) {
		long start = span.getStartEpochNanos();
		this.json.beginObject();
		member("@timestamp", Instant.ofEpochSecond(0, start).toString());
		member("message", "span " + span.getName());
		member("name", span.getName());
		member("kind", span.getKind().name());
		member(LogFields.TRACE_ID, span.getTraceId());
		member(LogFields.SPAN_ID, span.getSpanId());
		if (span.getParentSpanContext().isValid()) {
			member("parent_span_id", span.getParentSpanId());
		}
		this.json.key("seconds").value((span.getEndEpochNanos() - start) / NANOS_PER_SECOND);
		if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
			member("status", StatusCode.ERROR.name());
		}
		String service = span.getResource().getAttribute(SERVICE_NAME);
		if (service != null) {
			member("service", service);
		}
		appendAttributes(span.getAttributes());
		appendEvents(span.getEvents());
		this.json.endObject().endLine();
	}

	private void member(String key, String text) {
		this.json.key(key).value(text);
	}

	private void appendEvents(List<EventData> events) {
		if (events.isEmpty()) {
			return;
		}
		this.json.key("events").beginArray();
		for (EventData event : events) {
			this.json.beginObject();
			member("name", event.getName());
			appendAttributes(event.getAttributes());
			this.json.endObject();
		}
		this.json.endArray();
	}

	// Sorted, because the SDK's order of attributes has no meaning for a reader.
	private void appendAttributes(Attributes attributes) {
		Map<String, Object> sorted = new TreeMap<>();
		attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
		sorted.keySet().removeAll(SpanText.STACKS);
		this.json.key("attributes").beginObject();
		sorted.forEach((key, value) -> {
			this.json.key(key);
			append(value);
		});
		this.json.endObject();
	}

	private void append(@Nullable Object value) {
		if (value == null) {
			this.json.nothing();
		}
		else if (value instanceof Long number) {
			this.json.value(number.longValue());
		}
		else if (value instanceof Double number && Double.isFinite(number)) {
			this.json.value(number.doubleValue());
		}
		else if (value instanceof Boolean truth) {
			this.json.value(truth.booleanValue());
		}
		else if (value instanceof List<?> values) {
			this.json.beginArray();
			values.forEach(this::append);
			this.json.endArray();
		}
		else {
			this.json.value((value instanceof Value<?> structured) ? structured.asString() : value.toString());
		}
	}

}

package dev.telemetry.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogFields;
import dev.telemetry.text.JsonBuffer;

/**
 * Writes a span as one line. Times are in seconds since the job began, so that a reader
 * does not take them for dates, as pandas does with numbers that look like seconds since
 * 1970.
 *
 * @param json the buffer to write to
 * @param origin when the job began, in nanoseconds since 1970
 */
record SpanLine(JsonBuffer json, long origin) {

	void append(ReportedSpan span) {
		this.json.beginObject();
		this.json.key("name").value(span.name());
		this.json.key("start_time").value(Seconds.of(span.start() - this.origin));
		appendEnd(span);
		this.json.key("metrics").beginObject();
		span.metrics().forEach((key, metric) -> this.json.key(key).value(metric.mean()));
		this.json.endObject();
		appendTexts("tags", span.tags());
		this.json.key("schema").value(ReportFiles.SCHEMA);
		this.json.key(LogFields.TRACE_ID).value(span.data().getTraceId());
		this.json.key(LogFields.SPAN_ID).value(span.data().getSpanId());
		this.json.key("parent_span_id").valueOrNull(parentId(span.data()));
		this.json.key("started_at").value(time(span.start()));
		this.json.key("status").value((span.error()) ? "ERROR" : span.data().getStatus().getStatusCode().name());
		this.json.key("thread").value(span.thread());
		appendEvents(span.data().getEvents());
		this.json.endObject().endLine();
	}

	private static @Nullable String parentId(SpanData span) {
		return (span.getParentSpanContext().isValid()) ? span.getParentSpanId() : null;
	}

	private void appendEnd(ReportedSpan span) {
		Long end = span.end();
		if (end != null) {
			this.json.key("end_time").value(Seconds.of(end - this.origin));
			this.json.key("duration").value(Seconds.of(span.nanos()));
		}
		else {
			this.json.key("end_time").nothing();
			this.json.key("duration").nothing();
		}
	}

	private void appendTexts(String key, Map<String, String> texts) {
		this.json.key(key).beginObject();
		texts.forEach((name, text) -> this.json.key(name).value(text));
		this.json.endObject();
	}

	private void appendEvents(List<EventData> events) {
		this.json.key("events").beginArray();
		for (EventData event : events) {
			this.json.beginObject();
			this.json.key("name").value(event.getName());
			this.json.key("time").value(Seconds.of(event.getEpochNanos() - this.origin));
			Map<String, String> attributes = new TreeMap<>();
			event.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), ReportedSpan.text(value)));
			appendTexts("attributes", attributes);
			this.json.endObject();
		}
		this.json.endArray();
	}

	static String time(long epochNanos) {
		return Instant.ofEpochSecond(0, epochNanos).toString();
	}

}

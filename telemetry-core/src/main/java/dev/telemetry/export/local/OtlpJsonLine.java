package dev.telemetry.export.local;

import java.util.Collection;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.text.JsonBuffer;

/**
 * Writes a batch of spans as one line of OTLP JSON: ids in hexadecimal digits, times as
 * text, kinds and statuses as numbers. Not thread safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">
 * OpenTelemetry Protocol File Exporter</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP,
 * JSON Protobuf Encoding</a>
 */
final class OtlpJsonLine implements OtlpJsonBatch.Records<SpanData> {

	private static final int KNOWN_WHETHER_REMOTE = 0x100;

	private static final int REMOTE = 0x200;

	private final JsonBuffer json;

	private final OtlpJsonValues values;

	private final OtlpJsonBatch<SpanData> batch;

	OtlpJsonLine(JsonBuffer json) {
		this.json = json;
		this.values = new OtlpJsonValues(json);
		this.batch = new OtlpJsonBatch<>(json, this);
	}

	void append(Collection<SpanData> spans) {
		this.batch.append(spans);
	}

	@Override
	public String resources() {
		return "resourceSpans";
	}

	@Override
	public String scopes() {
		return "scopeSpans";
	}

	@Override
	public String records() {
		return "spans";
	}

	@Override
	public Resource resource(SpanData span) {
		return span.getResource();
	}

	@Override
	public InstrumentationScopeInfo scope(SpanData span) {
		return span.getInstrumentationScopeInfo();
	}

	@Override
	public void write(SpanData span) {
		SpanContext parent = span.getParentSpanContext();
		this.json.beginObject();
		ids(span.getSpanContext());
		if (parent.isValid()) {
			this.values.text("parentSpanId", parent.getSpanId());
		}
		flags(span.getSpanContext(), parent.isRemote());
		this.values.text("name", span.getName());
		this.json.key("kind").value(kind(span.getKind()));
		time("startTimeUnixNano", span.getStartEpochNanos());
		time("endTimeUnixNano", span.getEndEpochNanos());
		this.values.attributes(span.getAttributes(), span.getTotalAttributeCount());
		events(span);
		links(span);
		status(span.getStatus());
		this.json.endObject();
	}

	private void events(SpanData span) {
		if (!span.getEvents().isEmpty()) {
			this.json.key("events").beginArray();
			span.getEvents().forEach(this::event);
			this.json.endArray();
		}
		this.values.dropped("droppedEventsCount", span.getTotalRecordedEvents() - span.getEvents().size());
	}

	private void event(EventData event) {
		this.json.beginObject();
		time("timeUnixNano", event.getEpochNanos());
		this.values.text("name", event.getName());
		this.values.attributes(event.getAttributes(), event.getTotalAttributeCount());
		this.json.endObject();
	}

	private void links(SpanData span) {
		if (!span.getLinks().isEmpty()) {
			this.json.key("links").beginArray();
			span.getLinks().forEach(this::link);
			this.json.endArray();
		}
		this.values.dropped("droppedLinksCount", span.getTotalRecordedLinks() - span.getLinks().size());
	}

	private void link(LinkData link) {
		this.json.beginObject();
		ids(link.getSpanContext());
		flags(link.getSpanContext(), link.getSpanContext().isRemote());
		this.values.attributes(link.getAttributes(), link.getTotalAttributeCount());
		this.json.endObject();
	}

	private void status(StatusData status) {
		this.json.key("status").beginObject();
		this.values.text("message", status.getDescription());
		int code = code(status.getStatusCode());
		if (code > 0) {
			this.json.key("code").value(code);
		}
		this.json.endObject();
	}

	private static int kind(SpanKind kind) {
		return switch (kind) {
			case INTERNAL -> 1;
			case SERVER -> 2;
			case CLIENT -> 3;
			case PRODUCER -> 4;
			case CONSUMER -> 5;
		};
	}

	private static int code(StatusCode code) {
		return switch (code) {
			case UNSET -> 0;
			case OK -> 1;
			case ERROR -> 2;
		};
	}

	private void ids(SpanContext context) {
		this.values.text("traceId", context.getTraceId());
		this.values.text("spanId", context.getSpanId());
		this.values.text("traceState", traceState(context.getTraceState()));
	}

	private void flags(SpanContext context, boolean remote) {
		int flags = (context.getTraceFlags().asByte() & 0xFF) | KNOWN_WHETHER_REMOTE;
		this.json.key("flags").value((remote) ? flags | REMOTE : flags);
	}

	private static String traceState(TraceState state) {
		StringBuilder header = new StringBuilder();
		state.forEach(
				(key, value) -> header.append((header.isEmpty()) ? "" : ",").append(key).append('=').append(value));
		return header.toString();
	}

	private void time(String field, long nanos) {
		this.json.key(field).value(Long.toString(nanos));
	}

}

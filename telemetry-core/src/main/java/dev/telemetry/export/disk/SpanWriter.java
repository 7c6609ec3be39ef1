package dev.telemetry.export.disk;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Writes spans in the format of {@link SpanReader}: the data that they share first, then
 * one span after the other. A change of the format needs a new format number.
 */
final class SpanWriter {

	/** The number of the format. */
	static final int FORMAT = 1;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final DataOutputStream out = new DataOutputStream(this.bytes);

	private final ValueWriter values = new ValueWriter(this.out);

	private final Map<Resource, Integer> resources = new LinkedHashMap<>();

	private final Map<InstrumentationScopeInfo, Integer> scopes = new LinkedHashMap<>();

	private SpanWriter() {
	}

	/**
	 * Writes a batch.
	 * @throws IOException if a span has data of an unknown type
	 */
	static byte[] write(List<SpanData> spans) throws IOException {
		SpanWriter writer = new SpanWriter();
		writer.batch(spans);
		return writer.bytes.toByteArray();
	}

	private void batch(List<SpanData> spans) throws IOException {
		for (SpanData span : spans) {
			this.resources.putIfAbsent(span.getResource(), this.resources.size());
			this.scopes.putIfAbsent(span.getInstrumentationScopeInfo(), this.scopes.size());
		}
		this.out.writeByte(FORMAT);
		this.out.writeInt(this.resources.size());
		for (Resource resource : new ArrayList<>(this.resources.keySet())) {
			this.values.text(resource.getSchemaUrl());
			this.values.attributes(resource.getAttributes());
		}
		this.out.writeInt(this.scopes.size());
		for (InstrumentationScopeInfo scope : new ArrayList<>(this.scopes.keySet())) {
			this.values.text(scope.getName());
			this.values.text(scope.getVersion());
			this.values.text(scope.getSchemaUrl());
			this.values.attributes(scope.getAttributes());
		}
		this.out.writeInt(spans.size());
		for (SpanData span : spans) {
			span(span);
		}
	}

	private void span(SpanData span) throws IOException {
		this.out.writeInt(this.resources.getOrDefault(span.getResource(), 0));
		this.out.writeInt(this.scopes.getOrDefault(span.getInstrumentationScopeInfo(), 0));
		this.values.text(span.getName());
		this.values.text(span.getKind().name());
		context(span.getSpanContext());
		context(span.getParentSpanContext());
		this.values.text(span.getStatus().getStatusCode().name());
		this.values.text(span.getStatus().getDescription());
		this.out.writeLong(span.getStartEpochNanos());
		this.out.writeLong(span.getEndEpochNanos());
		this.values.attributes(span.getAttributes());
		this.out.writeInt(span.getTotalAttributeCount());
		events(span.getEvents());
		this.out.writeInt(span.getTotalRecordedEvents());
		links(span.getLinks());
		this.out.writeInt(span.getTotalRecordedLinks());
	}

	private void events(List<EventData> events) throws IOException {
		this.out.writeInt(events.size());
		for (EventData event : events) {
			this.out.writeLong(event.getEpochNanos());
			this.values.text(event.getName());
			this.values.attributes(event.getAttributes());
			this.out.writeInt(event.getTotalAttributeCount());
		}
	}

	private void links(List<LinkData> links) throws IOException {
		this.out.writeInt(links.size());
		for (LinkData link : links) {
			context(link.getSpanContext());
			this.values.attributes(link.getAttributes());
			this.out.writeInt(link.getTotalAttributeCount());
		}
	}

	private void context(SpanContext context) throws IOException {
		this.values.text(context.getTraceId());
		this.values.text(context.getSpanId());
		this.out.writeByte(context.getTraceFlags().asByte());
		this.out.writeBoolean(context.isRemote());
		this.out.writeInt(context.getTraceState().size());
		for (Map.Entry<String, String> member : context.getTraceState().asMap().entrySet()) {
			this.values.text(member.getKey());
			this.values.text(member.getValue());
		}
	}

}

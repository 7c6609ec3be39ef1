package dev.telemetry.worker;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.Instrumentation;

/**
 * A span that another process has ended, with its own ids: spans that were started below
 * it in other processes refer to these ids. Immutable.
 */
final class WorkerSpan implements ReadableSpan, SpanData {

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create(Instrumentation.SCOPE);

	private final SpanContext context;

	private final SpanContext parent;

	private final Ended ended;

	private final Resource resource;

	private final List<EventData> events;

	WorkerSpan(SpanContext context, SpanContext parent, Ended ended, Resource resource, List<EventData> events) {
		this.context = context;
		this.parent = parent;
		this.ended = ended;
		this.resource = resource;
		this.events = List.copyOf(events);
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.parent;
	}

	@Override
	public String getName() {
		return this.ended.name();
	}

	@Override
	public SpanKind getKind() {
		return this.ended.kind();
	}

	@Override
	public StatusData getStatus() {
		return this.ended.status();
	}

	@Override
	public long getStartEpochNanos() {
		return this.ended.startEpochNanos();
	}

	@Override
	public long getEndEpochNanos() {
		return this.ended.endEpochNanos();
	}

	@Override
	public long getLatencyNanos() {
		return this.ended.endEpochNanos() - this.ended.startEpochNanos();
	}

	@Override
	public Attributes getAttributes() {
		return this.ended.attributes();
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return this.ended.attributes().get(key);
	}

	@Override
	public int getTotalAttributeCount() {
		return this.ended.attributes().size();
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public int getTotalRecordedEvents() {
		return this.events.size();
	}

	@Override
	public List<LinkData> getLinks() {
		return List.of();
	}

	@Override
	public int getTotalRecordedLinks() {
		return 0;
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public SpanData toSpanData() {
		return this;
	}

	@Override
	public Resource getResource() {
		return this.resource;
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return SCOPE;
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(Instrumentation.SCOPE, null);
	}

	@Override
	public String toString() {
		return "WorkerSpan{" + this.ended.name() + ", " + this.context + "}";
	}

	/**
	 * The data of an ended span, without its ids.
	 *
	 * @param name the name
	 * @param kind the kind
	 * @param status the status
	 * @param startEpochNanos when the span began, in nanoseconds since 1970
	 * @param endEpochNanos when the span ended, in nanoseconds since 1970
	 * @param attributes the attributes
	 */
	record Ended(String name, SpanKind kind, StatusData status, long startEpochNanos, long endEpochNanos,
			Attributes attributes) {

	}

}

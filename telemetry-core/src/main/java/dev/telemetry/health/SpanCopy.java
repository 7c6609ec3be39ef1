package dev.telemetry.health;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * An ended span that holds data only. A span of the SDK also holds the exceptions that
 * were recorded on it, and with them whatever they refer to, such as the body of a
 * response: a copy can wait in a queue that is bounded in bytes. The components have the
 * names of the methods of {@link SpanData}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param getResource the resource
 * @param getInstrumentationScopeInfo the scope
 * @param getName the name
 * @param getKind the kind
 * @param getSpanContext the ids
 * @param getParentSpanContext the ids of the parent
 * @param getStatus the status
 * @param getStartEpochNanos when the span began, in nanoseconds since 1970
 * @param getEndEpochNanos when the span ended, in nanoseconds since 1970
 * @param getAttributes the attributes
 * @param getTotalAttributeCount the number of attributes, including those left out
 * @param getEvents the events
 * @param getTotalRecordedEvents the number of events, including those left out
 * @param getLinks the links
 * @param getTotalRecordedLinks the number of links, including those left out
 * @since 0.1.0
 */
public record SpanCopy(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName,
		SpanKind getKind, SpanContext getSpanContext, SpanContext getParentSpanContext, StatusData getStatus,
		long getStartEpochNanos, long getEndEpochNanos, Attributes getAttributes, int getTotalAttributeCount,
		List<EventData> getEvents, int getTotalRecordedEvents, List<LinkData> getLinks,
		int getTotalRecordedLinks) implements SpanData, ReadableSpan {

	/**
	 * Returns a span that holds no exception. Allocates nothing if it is the span itself,
	 * once it is compiled. Never throws.
	 * @param span a span that has ended
	 * @return the span itself, or a copy if it holds an exception
	 */
	public static ReadableSpan withoutExceptions(ReadableSpan span) {
		try {
			return (holdsException(span.toSpanData().getEvents())) ? copy(span.toSpanData()) : span;
		}
		catch (Throwable ex) {
			// The exporting thread gets the same exception, and counts the span as lost.
			return span;
		}
	}

	/**
	 * Returns the data of a span without exceptions.
	 * @param span the data of a span that has ended
	 * @return the data itself, or a copy if it holds an exception
	 */
	public static SpanData withoutExceptions(SpanData span) {
		return (holdsException(span.getEvents())) ? copy(span) : span;
	}

	private static boolean holdsException(List<EventData> events) {
		for (int i = 0; i < events.size(); i++) {
			if (events.get(i) instanceof ExceptionEventData) {
				return true;
			}
		}
		return false;
	}

	private static SpanCopy copy(SpanData span) {
		List<EventData> events = new ArrayList<>(span.getEvents().size());
		for (EventData event : span.getEvents()) {
			events.add((event instanceof ExceptionEventData) ? EventData.create(event.getEpochNanos(), event.getName(),
					event.getAttributes(), event.getTotalAttributeCount()) : event);
		}
		return new SpanCopy(span.getResource(), span.getInstrumentationScopeInfo(), span.getName(), span.getKind(),
				span.getSpanContext(), span.getParentSpanContext(), span.getStatus(), span.getStartEpochNanos(),
				span.getEndEpochNanos(), span.getAttributes(), span.getTotalAttributeCount(), events,
				span.getTotalRecordedEvents(), span.getLinks(), span.getTotalRecordedLinks());
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
	public long getLatencyNanos() {
		return this.getEndEpochNanos - this.getStartEpochNanos;
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return this.getAttributes.get(key);
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(this.getInstrumentationScopeInfo.getName(),
				this.getInstrumentationScopeInfo.getVersion());
	}

}

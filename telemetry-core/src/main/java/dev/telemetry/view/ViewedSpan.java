package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/**
 * A stored span. It has no reference to objects of the application, and no long texts.
 * Immutable. The components have the names of the methods of {@link SpanData}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param getResource the resource
 * @param getInstrumentationScopeInfo the library that started the span
 * @param getName the name
 * @param getKind the kind
 * @param getSpanContext the ids
 * @param getParentSpanContext the ids of the parent
 * @param getStatus the status
 * @param getStartEpochNanos when the span started, in nanoseconds since 1970
 * @param getEndEpochNanos when the span ended, in nanoseconds since 1970
 * @param getAttributes the attributes
 * @param getTotalAttributeCount the number of attributes, with those that were dropped
 * @param getEvents the events
 * @param getTotalRecordedEvents the number of events, with those that were dropped
 * @param getLinks the links
 * @param getTotalRecordedLinks the number of links, with those that were dropped
 * @since 0.1.0
 */
public record ViewedSpan(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName,
		SpanKind getKind, SpanContext getSpanContext, SpanContext getParentSpanContext, StatusData getStatus,
		long getStartEpochNanos, long getEndEpochNanos, Attributes getAttributes, int getTotalAttributeCount,
		List<EventData> getEvents, int getTotalRecordedEvents, List<LinkData> getLinks,
		int getTotalRecordedLinks) implements SpanData {

	/** Attribute of a resource with the name of the service. */
	public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

	public ViewedSpan {
		getEvents = List.copyOf(getEvents);
		getLinks = List.copyOf(getLinks);
	}

	/**
	 * Copies a span.
	 * @param span a span that has ended; exceptions of its events become text
	 * @return the copy
	 */
	public static ViewedSpan of(SpanData span) {
		return new ViewedSpan(span.getResource(), span.getInstrumentationScopeInfo(), LongTexts.cut(span.getName()),
				span.getKind(), span.getSpanContext(), span.getParentSpanContext(), status(span.getStatus()),
				span.getStartEpochNanos(), span.getEndEpochNanos(), LongTexts.cut(span.getAttributes()),
				span.getTotalAttributeCount(), events(span.getEvents()), span.getTotalRecordedEvents(),
				links(span.getLinks()), span.getTotalRecordedLinks());
	}

	private static StatusData status(StatusData status) {
		return StatusData.create(status.getStatusCode(), LongTexts.cut(status.getDescription()));
	}

	private static List<EventData> events(List<EventData> events) {
		List<EventData> copies = new ArrayList<>(events.size());
		for (EventData event : events) {
			copies.add(EventData.create(event.getEpochNanos(), LongTexts.cut(event.getName()),
					LongTexts.cut(event.getAttributes()), event.getTotalAttributeCount()));
		}
		return copies;
	}

	private static List<LinkData> links(List<LinkData> links) {
		List<LinkData> copies = new ArrayList<>(links.size());
		for (LinkData link : links) {
			copies.add(LinkData.create(link.getSpanContext(), LongTexts.cut(link.getAttributes()),
					link.getTotalAttributeCount()));
		}
		return copies;
	}

	/**
	 * Returns the service that started the span.
	 * @return the name of the service, or an empty text
	 */
	public String service() {
		String name = this.getResource.getAttribute(SERVICE);
		return (name != null) ? name : "";
	}

	/**
	 * Returns whether the span failed.
	 * @return whether the status is an error
	 */
	public boolean failed() {
		return this.getStatus.getStatusCode() == StatusCode.ERROR;
	}

	/**
	 * Returns whether the span has no parent, or a parent in another process.
	 * @return whether the span is a local root
	 */
	public boolean isLocalRoot() {
		return Verdict.isLocalRoot(this);
	}

	/**
	 * Returns an attribute.
	 * @param <T> type of the value
	 * @param keys possible keys of the attribute, of which the first that is present
	 * counts
	 * @return the value, or {@code null} if none of the keys is present
	 */
	@SafeVarargs
	public final <T> @Nullable T first(AttributeKey<T>... keys) {
		for (AttributeKey<T> key : keys) {
			T value = this.getAttributes.get(key);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	/**
	 * Returns how many attributes, events and links of the span were dropped.
	 * @return the number
	 */
	public int dropped() {
		return Math.max(0, this.getTotalAttributeCount - this.getAttributes.size())
				+ Math.max(0, this.getTotalRecordedEvents - this.getEvents.size())
				+ Math.max(0, this.getTotalRecordedLinks - this.getLinks.size());
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	@SuppressWarnings("deprecation")
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return InstrumentationLibraryInfo.create(this.getInstrumentationScopeInfo.getName(),
				this.getInstrumentationScopeInfo.getVersion());
	}

}

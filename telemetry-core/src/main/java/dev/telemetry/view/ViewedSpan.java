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
 * A span as it is held to be looked at: it refers to nothing of the application, and none
 * of its texts is long. Immutable. The components have the names of the methods of
 * {@link SpanData}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param getResource what made it
 * @param getInstrumentationScopeInfo the library that made it
 * @param getName its name
 * @param getKind its kind
 * @param getSpanContext its ids
 * @param getParentSpanContext ids of its parent
 * @param getStatus its status
 * @param getStartEpochNanos when it started
 * @param getEndEpochNanos when it ended
 * @param getAttributes its attributes
 * @param getTotalAttributeCount how many it had
 * @param getEvents its events
 * @param getTotalRecordedEvents how many it had
 * @param getLinks its links
 * @param getTotalRecordedLinks how many it had
 * @since 0.1.0
 */
public record ViewedSpan(Resource getResource, InstrumentationScopeInfo getInstrumentationScopeInfo, String getName,
		SpanKind getKind, SpanContext getSpanContext, SpanContext getParentSpanContext, StatusData getStatus,
		long getStartEpochNanos, long getEndEpochNanos, Attributes getAttributes, int getTotalAttributeCount,
		List<EventData> getEvents, int getTotalRecordedEvents, List<LinkData> getLinks,
		int getTotalRecordedLinks) implements SpanData {

	/** Name of a service, in its resource. */
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
	 * The service that made it.
	 * @return its name, or an empty text
	 */
	public String service() {
		String name = this.getResource.getAttribute(SERVICE);
		return (name != null) ? name : "";
	}

	/**
	 * Whether it failed.
	 * @return whether its status is an error
	 */
	public boolean failed() {
		return this.getStatus.getStatusCode() == StatusCode.ERROR;
	}

	/**
	 * Whether its parent is in another process, or it has none.
	 * @return whether it is a local root
	 */
	public boolean isLocalRoot() {
		return Verdict.isLocalRoot(this);
	}

	/**
	 * An attribute.
	 * @param <T> type of its value
	 * @param keys its names, the first that is there counts
	 * @return its value, or {@code null} if there is none of these
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
	 * How many attributes, events and links it had too many.
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

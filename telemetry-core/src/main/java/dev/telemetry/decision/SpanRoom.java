package dev.telemetry.decision;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Tells whether a span had no room for an event.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanRoom {

	private SpanRoom() {
	}

	/**
	 * Returns whether a span that is recording has left out events. Reads all of it.
	 * @param span the span
	 * @return {@code false} also if that is not known
	 */
	public static boolean hasLeftOutEvents(Span span) {
		// In this order, because without the SDK no span is recording.
		return span.isRecording() && span instanceof ReadableSpan readable && hasLeftOutEvents(readable.toSpanData());
	}

	/**
	 * Returns whether a span has left out events.
	 * @param span the data of the span
	 * @return whether there were more events than it has
	 */
	public static boolean hasLeftOutEvents(SpanData span) {
		return span.getTotalRecordedEvents() > span.getEvents().size();
	}

}

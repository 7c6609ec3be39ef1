package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * A span without its events, which are exported as log records. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanWithoutEvents extends DelegatingSpanData {

	private SpanWithoutEvents(SpanData span) {
		super(span);
	}

	/**
	 * Returns a span without its events.
	 * @param span the span
	 * @return a span without events, which is the span itself if it has none
	 */
	public static SpanData of(SpanData span) {
		return (span.getEvents().isEmpty()) ? span : new SpanWithoutEvents(span);
	}

	@Override
	public List<EventData> getEvents() {
		return List.of();
	}

	@Override
	public int getTotalRecordedEvents() {
		return 0;
	}

}

package dev.telemetry.export;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Estimates the size of a span on the wire, rather too large than too small.
 */
final class SpanSize {

	// For ids, times, kinds, and the lengths and tags of fields.
	private static final int SPAN = 160;

	// For each member: at most 256 characters for its key, 256 for its value, and
	// two separators.
	private static final int TRACE_STATE = 2 * 256 + 2;

	private static final int EVENT = 32;

	private static final int LINK = 64;

	private SpanSize() {
	}

	/**
	 * Measures a span.
	 * @return bytes, or {@link Long#MAX_VALUE} for a span that must not be sent because a
	 * value of it is nested too deeply, or has too many parts
	 */
	static long bytes(SpanData span) {
		ValueSize size = new ValueSize();
		size.add(SPAN + traceState(span.getSpanContext()));
		size.text(span.getName());
		size.text(span.getStatus().getDescription());
		span.getAttributes().forEach(size);
		for (EventData event : span.getEvents()) {
			size.add(EVENT);
			size.text(event.getName());
			event.getAttributes().forEach(size);
		}
		for (LinkData link : span.getLinks()) {
			size.add(LINK + traceState(link.getSpanContext()));
			link.getAttributes().forEach(size);
		}
		return size.bytes();
	}

	private static long traceState(SpanContext context) {
		return TRACE_STATE * (long) context.getTraceState().size();
	}

}

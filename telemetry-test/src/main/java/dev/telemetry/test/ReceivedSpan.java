package dev.telemetry.test;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

/**
 * A span as it came over the wire. Attribute values are {@link String}, {@link Boolean},
 * {@link Long}, {@link Double}, {@link List} or {@link Map} of these, or {@code byte[]};
 * an empty value is an empty string. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 * @param parentSpanId 16 lower-case hexadecimal digits, or empty for a root span
 * @param traceState the W3C trace state as in its header, or empty
 * @param flags the W3C trace flags in the lowest 8 bits; bit 8 says that bit 9 is known,
 * bit 9 that the parent is remote
 * @param name the span name
 * @param kind the span kind
 * @param startEpochNanos start, in nanoseconds since the epoch
 * @param endEpochNanos end, in nanoseconds since the epoch
 * @param attributes attributes by name
 * @param events events in the order they were sent
 * @param links links in the order they were sent
 * @param statusCode the status code
 * @param statusMessage the status description, or empty
 * @param resourceAttributes attributes of the resource by name
 * @param scopeName name of the instrumentation scope, or empty
 * @since 0.1.0
 */
public record ReceivedSpan(String traceId, String spanId, String parentSpanId, String traceState, int flags,
		String name, SpanKind kind, long startEpochNanos, long endEpochNanos, Map<String, Object> attributes,
		List<Event> events, List<Link> links, StatusCode statusCode, String statusMessage,
		Map<String, Object> resourceAttributes, String scopeName) {

	/**
	 * Copies the collections.
	 */
	public ReceivedSpan {
		attributes = Map.copyOf(attributes);
		events = List.copyOf(events);
		links = List.copyOf(links);
		resourceAttributes = Map.copyOf(resourceAttributes);
	}

	/**
	 * A link of a span.
	 *
	 * @param traceId 32 lower-case hexadecimal digits
	 * @param spanId 16 lower-case hexadecimal digits
	 */
	public record Link(String traceId, String spanId) {

	}

	/**
	 * An event of a span.
	 *
	 * @param name the event name
	 * @param attributes attributes by name
	 */
	public record Event(String name, Map<String, Object> attributes) {

		/**
		 * Copies the attributes.
		 */
		public Event {
			attributes = Map.copyOf(attributes);
		}

	}

}

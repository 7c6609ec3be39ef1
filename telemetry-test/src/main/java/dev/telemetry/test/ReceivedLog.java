package dev.telemetry.test;

import java.util.Map;

/**
 * A log record as it came over the wire. Values are of the types that
 * {@link ReceivedSpan} has. Immutable.
 *
 * @param epochNanos when it was logged, in nanoseconds since the epoch
 * @param severity the severity number, 1 to 24
 * @param severityText the level in the words of the logging system
 * @param body the message
 * @param eventName the event name, or empty
 * @param traceId 32 lower-case hexadecimal digits, or empty
 * @param spanId 16 lower-case hexadecimal digits, or empty
 * @param flags the W3C trace flags
 * @param attributes attributes by name
 * @param resourceAttributes attributes of the resource by name
 * @param logger name of the instrumentation scope
 * @since 0.1.0
 */
public record ReceivedLog(long epochNanos, int severity, String severityText, Object body, String eventName,
		String traceId, String spanId, int flags, Map<String, Object> attributes,
		Map<String, Object> resourceAttributes, String logger) {

	/**
	 * Copies the collections.
	 */
	public ReceivedLog {
		attributes = Map.copyOf(attributes);
		resourceAttributes = Map.copyOf(resourceAttributes);
	}

}

package dev.telemetry.view;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.logs.data.LogRecordData;

import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.LogAttributes;

/**
 * A stored log line of a trace. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param epochNanos when the line was logged, in nanoseconds since 1970
 * @param severity the severity number of OpenTelemetry
 * @param logger full name of the logger
 * @param message the message
 * @param spanId id of the span that was current, or an empty text
 * @param service the service that logged
 * @param attributes the thread, the exception, and all other attributes
 * @since 0.1.0
 */
public record ViewedLog(long epochNanos, int severity, String logger, String message, String spanId, String service,
		Attributes attributes) {

	// Severities come in steps of four: TRACE is 1 to 4, DEBUG 5 to 8.
	private static final String[] LEVELS = { "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL" };

	private static final int STEP = 4;

	private static final int BASE_BYTES = 256;

	/**
	 * Copies a record.
	 * @param log the record
	 * @return the copy
	 */
	public static ViewedLog of(LogRecordData log) {
		Value<?> body = log.getBodyValue();
		String service = log.getResource().getAttribute(ViewedSpan.SERVICE);
		return new ViewedLog(log.getTimestampEpochNanos(), log.getSeverity().getSeverityNumber(),
				LongTexts.cut(log.getInstrumentationScopeInfo().getName()),
				(body != null) ? LongTexts.cut(body.asString()) : "",
				(log.getSpanContext().isValid()) ? log.getSpanContext().getSpanId() : "",
				(service != null) ? service : "", LongTexts.cut(log.getAttributes()));
	}

	/**
	 * Returns the level.
	 * @return the name of the level
	 */
	public String level() {
		int level = (this.severity - 1) / STEP;
		return LEVELS[Math.max(0, Math.min(level, LEVELS.length - 1))];
	}

	/**
	 * Returns the thread that logged.
	 * @return the name of the thread, or an empty text
	 */
	public String thread() {
		String thread = this.attributes.get(LogAttributes.THREAD_NAME);
		return (thread != null) ? thread : "";
	}

	/**
	 * Returns how much memory the line takes, in bytes.
	 */
	long bytes() {
		return BASE_BYTES + 2L * (this.logger.length() + this.message.length()) + SpanFootprint.of(this.attributes);
	}

}

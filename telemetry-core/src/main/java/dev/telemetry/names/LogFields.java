package dev.telemetry.names;

/**
 * Keys of the logging context (MDC).
 */
public final class LogFields {

	/** Trace id, 32 lower-case hex digits. */
	public static final String TRACE_ID = "trace_id";

	/** Span id, 16 lower-case hex digits. */
	public static final String SPAN_ID = "span_id";

	private LogFields() {
	}

}

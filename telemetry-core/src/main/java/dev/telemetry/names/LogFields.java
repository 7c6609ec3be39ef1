package dev.telemetry.names;

/**
 * Keys of the logging context (MDC).
 *
 * @since 0.1.0
 */
public final class LogFields {

	/** Trace id, 32 lower-case hex digits. */
	public static final String TRACE_ID = "trace_id";

	/** Span id, 16 lower-case hex digits. */
	public static final String SPAN_ID = "span_id";

	/** The id of the trace, as Spring Boot calls it. */
	public static final String BOOT_TRACE_ID = "traceId";

	/** The id of the span, as Spring Boot calls it. */
	public static final String BOOT_SPAN_ID = "spanId";

	/** The id of the trace, as Elastic Common Schema calls it. */
	public static final String ECS_TRACE_ID = "trace.id";

	/** The id of the span, as Elastic Common Schema calls it. */
	public static final String ECS_SPAN_ID = "span.id";

	private LogFields() {
	}

}

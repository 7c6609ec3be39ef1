package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of log records.
 *
 * @since 0.1.0
 */
public final class LogAttributes {

	/** Name of the thread that logged. */
	public static final AttributeKey<String> THREAD_NAME = AttributeKey.stringKey("thread.name");

	/** Full class name of an exception. */
	public static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");

	/** Message of an exception. */
	public static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");

	/** Stack trace of an exception, with causes and suppressed exceptions. */
	public static final AttributeKey<String> EXCEPTION_STACK_TRACE = AttributeKey.stringKey("exception.stacktrace");

	/** Key of the markers of a record that was logged by Logback. */
	public static final String LOGBACK_MARKER = "logback.marker";

	/** Key of the markers of a record that was logged by Log4j2. */
	public static final String LOG4J_MARKER = "log4j.marker";

	/** Key of a key-value pair that becomes the event name of the record. */
	public static final String EVENT_NAME = "otel.event.name";

	/** Name of an event that is an exception. */
	public static final String EXCEPTION_EVENT = "exception";

	private LogAttributes() {
	}

}

package dev.telemetry.logs;

import java.util.Set;

/**
 * Recognizes appenders of OpenTelemetry, which would export the same records.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ForeignAppenders {

	private static final Set<String> CLASSES = Set.of(
			"io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender",
			"io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender");

	private ForeignAppenders() {
	}

	/**
	 * Returns whether an appender is one of OpenTelemetry's.
	 * @param appender the appender
	 * @return whether its class is known
	 */
	public static boolean isOne(Object appender) {
		return CLASSES.contains(appender.getClass().getName());
	}

}

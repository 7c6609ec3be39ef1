package dev.telemetry.autoconfigure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.util.ClassUtils;

import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.LogCapture;
import dev.telemetry.logs.LogCaptureSettings;
import dev.telemetry.logs.LogPlacement;
import dev.telemetry.logs.log4j2.Log4j2Placement;
import dev.telemetry.logs.logback.LogbackPlacement;

/**
 * Creates the capture of log records for the logging system of the application.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogCaptures {

	static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

	static final String LOG4J2 = "org.apache.logging.log4j.core.LoggerContext";

	private LogCaptures() {
	}

	/**
	 * Creates a capture.
	 * @param properties the properties
	 * @param failures receives failures of the capture itself
	 * @return a capture that is not open yet
	 */
	public static LogCapture capture(TelemetryLogsProperties properties, BiConsumer<String, Throwable> failures) {
		return new LogCapture(new LogCaptureSettings(severities(properties.getLoggers()), properties.getEarlyRecords(),
				properties.getMaxBodyLength()), failures);
	}

	private static Map<String, Integer> severities(Map<String, LogLevel> loggers) {
		Map<String, Integer> severities = new HashMap<>();
		severities.put("root", severity(LogLevel.INFO));
		loggers.forEach((name, level) -> severities.put(name.toLowerCase(Locale.ROOT).equals("root") ? "root" : name,
				severity(level)));
		return severities;
	}

	/**
	 * Returns the severity number of a level.
	 * @param level a level of Spring Boot
	 * @return the number, which is above that of every severity for {@code OFF}
	 */
	public static int severity(LogLevel level) {
		return switch (level) {
			case TRACE -> Severity.TRACE.getSeverityNumber();
			case DEBUG -> Severity.DEBUG.getSeverityNumber();
			case INFO -> Severity.INFO.getSeverityNumber();
			case WARN -> Severity.WARN.getSeverityNumber();
			case ERROR -> Severity.ERROR.getSeverityNumber();
			case FATAL -> Severity.FATAL.getSeverityNumber();
			case OFF -> Integer.MAX_VALUE;
		};
	}

	/**
	 * Creates the attachment of the appender.
	 * @param properties the properties
	 * @param capture receives the records
	 * @return an attachment that is not attached yet, or {@code null} for an unknown
	 * logging system
	 */
	public static @Nullable LogAttachment attachment(TelemetryLogsProperties properties, LogCapture capture) {
		LogPlacement placement = placement(capture);
		boolean stepsBack = properties.getAppender() == TelemetryLogsProperties.Appender.AUTO;
		return (placement != null) ? new LogAttachment(placement, capture, stepsBack) : null;
	}

	// Like Spring Boot, uses the logging system that SLF4J has found. Each placement is
	// in a class of its own, because the other logging system may be missing.
	private static @Nullable LogPlacement placement(LogCapture capture) {
		ClassLoader classLoader = LogCaptures.class.getClassLoader();
		if (ClassUtils.isPresent(LOGBACK, classLoader)) {
			LogPlacement logback = Logback.placement(capture);
			if (logback != null) {
				return logback;
			}
		}
		return (ClassUtils.isPresent(LOG4J2, classLoader)) ? Log4j2.placement(capture) : null;
	}

	private static final class Logback {

		static @Nullable LogPlacement placement(LogCapture capture) {
			return (LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext context)
					? new LogbackPlacement(context, capture) : null;
		}

	}

	private static final class Log4j2 {

		static @Nullable LogPlacement placement(LogCapture capture) {
			return (org.apache.logging.log4j.LogManager
				.getContext(false) instanceof org.apache.logging.log4j.core.LoggerContext context)
						? new Log4j2Placement(context, capture) : null;
		}

	}

}

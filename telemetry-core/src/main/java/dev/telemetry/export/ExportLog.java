package dev.telemetry.export;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.health.DaemonThread;

/**
 * Logger of all exporting code, under one name. Exceptions of the application's appenders
 * are caught.
 */
final class ExportLog {

	private static final Logger logger = LoggerFactory.getLogger("dev.telemetry.export");

	private ExportLog() {
	}

	static void warn(String format, @Nullable Object... arguments) {
		try {
			logger.warn(format, arguments);
		}
		catch (Throwable ex) {
			// The event is counted even if it cannot be logged.
		}
	}

	/**
	 * Logs a warning on a thread of its own, for callers that must not wait for an
	 * appender.
	 * @return the thread, or {@code null} if none could be started
	 */
	static @Nullable Thread warnAside(String format, @Nullable Object... arguments) {
		try {
			Thread thread = DaemonThread.of("telemetry-export-log", () -> warn(format, arguments));
			thread.start();
			return thread;
		}
		catch (Throwable ex) {
			// The event is counted even if it cannot be logged.
			return null;
		}
	}

	static void info(String format, @Nullable Object... arguments) {
		try {
			logger.info(format, arguments);
		}
		catch (Throwable ex) {
			// The event is counted even if it cannot be logged.
		}
	}

	static void debug(String message, Throwable failure) {
		try {
			logger.debug(message, failure);
		}
		catch (Throwable ex) {
			// The event is counted even if it cannot be logged.
		}
	}

	/**
	 * Returns the name of a kind of records with a capital letter, for the beginning of a
	 * sentence.
	 */
	static String capitalized(String kind) {
		return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
	}

}

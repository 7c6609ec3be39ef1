package dev.telemetry.export;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all exporting is logged with, under one name. Nothing that an appender of the
 * application throws gets out.
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
			// What cannot be logged is counted all the same.
		}
	}

	/**
	 * Warns on a thread of its own, for threads that must not wait for an appender.
	 * @return the thread, or {@code null} if there is none to be had
	 */
	static @Nullable Thread warnAside(String format, @Nullable Object... arguments) {
		try {
			Thread thread = new Thread(null, () -> warn(format, arguments), "telemetry-export-log", 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(ExportLog.class.getClassLoader());
			thread.start();
			return thread;
		}
		catch (Throwable ex) {
			// What cannot be logged is counted all the same.
			return null;
		}
	}

	static void info(String format, @Nullable Object... arguments) {
		try {
			logger.info(format, arguments);
		}
		catch (Throwable ex) {
			// What cannot be logged is counted all the same.
		}
	}

	static void debug(String message, Throwable failure) {
		try {
			logger.debug(message, failure);
		}
		catch (Throwable ex) {
			// What cannot be logged is counted all the same.
		}
	}

	/**
	 * A kind of records at the beginning of a sentence.
	 */
	static String capitalized(String kind) {
		return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
	}

}

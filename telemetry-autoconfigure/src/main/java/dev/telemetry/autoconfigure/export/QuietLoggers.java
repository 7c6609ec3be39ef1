package dev.telemetry.autoconfigure.export;

import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Switches loggers off as long as at least one application context wants that: both in
 * {@code java.util.logging}, which OpenTelemetry uses, and in the logging system of the
 * application. In a container, or with a {@code logging.properties}, one does not affect
 * the other. Thread safe.
 */
final class QuietLoggers {

	// Static, because loggers are shared by the whole process. Guarded by itself.
	private static final Map<String, QuietLogger> QUIET = new HashMap<>();

	private QuietLoggers() {
	}

	/**
	 * Switches a logger off, unless a level has been set for it or for a logger above it.
	 * @param name the name of the logger
	 * @param root the highest logger whose level is checked
	 * @param system the logging system of the application, or {@code null}
	 * @return whether the logger is off now, and has to be {@link #release released}
	 */
	static boolean switchOff(String name, String root, @Nullable LoggingSystem system) {
		synchronized (QUIET) {
			QuietLogger quiet = QUIET.get(name);
			if (quiet == null) {
				if (isConfigured(name, root, system)) {
					return false;
				}
				quiet = new QuietLogger(Logger.getLogger(name));
				QUIET.put(name, quiet);
			}
			quiet.users++;
			// Set for each context, because an application that starts initializes its
			// logging anew.
			set(name, system, LogLevel.OFF);
			quiet.logger.setLevel(Level.OFF);
			return true;
		}
	}

	/**
	 * Releases a logger. The last release restores its level.
	 * @param name the name of the logger
	 * @param system the logging system of the application, or {@code null}
	 */
	static void release(String name, @Nullable LoggingSystem system) {
		synchronized (QUIET) {
			QuietLogger quiet = QUIET.get(name);
			if (quiet == null) {
				return;
			}
			quiet.users--;
			if (quiet.users == 0) {
				QUIET.remove(name);
				set(name, system, null);
				quiet.logger.setLevel(null);
			}
		}
	}

	private static boolean isConfigured(String name, String root, @Nullable LoggingSystem system) {
		String parent = name;
		while (parent.startsWith(root)) {
			if (hasLevel(parent, system)) {
				return true;
			}
			parent = parent.substring(0, Math.max(0, parent.lastIndexOf('.')));
		}
		return false;
	}

	private static boolean hasLevel(String name, @Nullable LoggingSystem system) {
		if (Logger.getLogger(name).getLevel() != null) {
			return true;
		}
		try {
			LoggerConfiguration configuration = (system != null) ? system.getLoggerConfiguration(name) : null;
			return configuration != null && configuration.getConfiguredLevel() != null;
		}
		catch (RuntimeException ex) {
			// The logging system cannot tell.
			return false;
		}
	}

	private static void set(String name, @Nullable LoggingSystem system, @Nullable LogLevel level) {
		try {
			if (system != null) {
				system.setLogLevel(name, level);
			}
		}
		catch (RuntimeException ex) {
			// The logging system does not support levels, or has been shut down.
		}
	}

	/**
	 * A logger that is off. The reference keeps it alive, because a logger without
	 * references is created anew, without its level.
	 */
	private static final class QuietLogger {

		private final Logger logger;

		private int users;

		QuietLogger(Logger logger) {
			this.logger = logger;
		}

	}

}

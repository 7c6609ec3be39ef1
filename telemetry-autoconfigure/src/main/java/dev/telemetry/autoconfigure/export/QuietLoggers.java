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
 * Loggers that are switched off as long as at least one application context wants that.
 * Both in {@code java.util.logging}, where OpenTelemetry writes to, and in the logging of
 * the application: in a container, or with a {@code logging.properties}, one does not
 * lead to the other. Thread safe.
 */
final class QuietLoggers {

	// Loggers belong to the process, as this does. Guarded by itself.
	private static final Map<String, QuietLogger> QUIET = new HashMap<>();

	private QuietLoggers() {
	}

	/**
	 * Switches a logger off, unless a level has been set for it or for what is above it.
	 * @param name the name of the logger
	 * @param root where to stop looking for levels
	 * @param system the logging of the application, or {@code null}
	 * @return whether it is off now, and is to be {@link #release released}
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
			// Each time: an application that starts sets its logging up anew.
			set(name, system, LogLevel.OFF);
			quiet.logger.setLevel(Level.OFF);
			return true;
		}
	}

	/**
	 * Gives a logger back. The last one that does finds it as it was.
	 * @param name the name of the logger
	 * @param system the logging of the application, or {@code null}
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
			// It cannot tell.
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
			// Knows no levels, or has been shut down.
		}
	}

	/**
	 * A logger that is off. It is kept, because a logger that nobody refers to is made
	 * anew, without its level.
	 */
	private static final class QuietLogger {

		private final Logger logger;

		private int users;

		QuietLogger(Logger logger) {
			this.logger = logger;
		}

	}

}

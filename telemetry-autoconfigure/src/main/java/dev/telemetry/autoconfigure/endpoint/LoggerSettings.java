package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogLevel;

import dev.telemetry.autoconfigure.LogCaptures;
import dev.telemetry.control.Adjustable;
import dev.telemetry.logs.LoggerRules;

/**
 * Settings for the level from which on the records of loggers are exported: one setting
 * for each logger.
 *
 * @param rules the rules to change
 */
record LoggerSettings(Adjustable<LoggerRules> rules) implements TelemetrySetting {

	/** Name of the kind of these settings. */
	static final String KIND = "logs.loggers";

	/** Prefix of their names. */
	static final String PREFIX = KIND + ".";

	private static final String ROOT = "root";

	/** Allowed names of loggers, which are written to the log and shown. */
	private static final Pattern LOGGER = Pattern.compile("[\\w.$-]{1,200}");

	@Override
	public String name() {
		return PREFIX + "<name>";
	}

	@Override
	public @Nullable TelemetrySetting find(String name) {
		if (!name.startsWith(PREFIX)) {
			return null;
		}
		String logger = name.substring(PREFIX.length());
		if (!LOGGER.matcher(logger).matches()) {
			return null;
		}
		String ruled = (logger.equalsIgnoreCase(ROOT)) ? ROOT : logger;
		return new AdjustableSetting<>(PREFIX + ruled, allowed(), this.rules, (value) -> {
			int severity = LogCaptures.severity(LogLevel.valueOf(value.toUpperCase(Locale.ROOT)));
			return (before) -> before.with(ruled, severity);
		});
	}

	@Override
	public String allowed() {
		return "one of trace, debug, info, warn, error, fatal, off";
	}

	@Override
	public Change change(String value, @Nullable Duration expiry) {
		throw new IllegalArgumentException("No logger is named");
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A change that holds.
 *
 * @param setting name of the property without {@code telemetry.} before it
 * @param value its value
 * @param by who changed it
 * @param since when
 * @param until when it ends, or {@code null} if it does not before a restart
 */
record ActiveOverride(String setting, String value, String by, Instant since, @Nullable Instant until) {

	ActiveOverride {
		Objects.requireNonNull(setting, "setting");
	}

	/**
	 * Returns what kind of setting it is, of which there are few: all loggers are one.
	 */
	String kind() {
		return (this.setting.startsWith(LoggerSettings.PREFIX)) ? LoggerSettings.KIND : this.setting;
	}

}

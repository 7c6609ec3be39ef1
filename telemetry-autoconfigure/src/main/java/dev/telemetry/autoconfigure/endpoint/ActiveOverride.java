package dev.telemetry.autoconfigure.endpoint;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A change of a setting that is in force.
 *
 * @param setting name of the property without the prefix {@code telemetry.}
 * @param value the new value
 * @param by who made the change
 * @param since when the change was made
 * @param until when the change ends, or {@code null} if it lasts until a restart
 */
record ActiveOverride(String setting, String value, String by, Instant since, @Nullable Instant until) {

	ActiveOverride {
		Objects.requireNonNull(setting, "setting");
	}

	/**
	 * Returns the kind of the setting. There are few kinds: all loggers are one.
	 */
	String kind() {
		return (this.setting.startsWith(LoggerSettings.PREFIX)) ? LoggerSettings.KIND : this.setting;
	}

}

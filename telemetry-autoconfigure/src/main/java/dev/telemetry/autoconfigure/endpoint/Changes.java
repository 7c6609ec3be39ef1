package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Changes settings by requests, and rejects invalid requests. Thread safe.
 *
 * @param overrides the changes
 */
record Changes(Overrides overrides) {

	private static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);

	private static final Duration LONGEST_EXPIRY = Duration.ofDays(30);

	/**
	 * Maximum number of changes, which is above the number of settings other than
	 * loggers; loggers are named by requests.
	 */
	private static final int MOST = 100;

	private static final String NO_SENSE = "'value' makes no sense";

	private static final String NEVER = "never";

	private static final String ALLOWED_EXPIRY = "a duration above zero and up to 30d, such as 15m; or never, which is "
			+ "until the next restart";

	/**
	 * Changes a setting.
	 * @param setting name of the property without {@code telemetry.} before it
	 * @param value the new value
	 * @param expiry for how long [1h]
	 * @param by who makes the change
	 * @return the change, and all changes in force
	 * @throws RefusedChange if the request is invalid; nothing is changed then
	 */
	Map<String, Object> change(String setting, @Nullable String value, @Nullable String expiry, String by)
			throws RefusedChange {
		TelemetrySetting found = find(setting);
		if (value == null) {
			throw RefusedChange.of("'value' is missing", found.allowed());
		}
		if (!PlainText.is(value)) {
			throw RefusedChange.of(NO_SENSE, found.allowed());
		}
		Duration duration = duration(expiry);
		List<ActiveOverride> active = this.overrides.active();
		if (active.size() >= MOST && active.stream().noneMatch((one) -> one.setting().equals(found.name()))) {
			throw RefusedChange.of("There are too many changes", MOST + " at a time: take some back");
		}
		try {
			return answer(List.of(this.overrides.change(found, value, duration, by)));
		}
		catch (IllegalArgumentException ex) {
			throw RefusedChange.of(NO_SENSE, found.allowed());
		}
	}

	private TelemetrySetting find(String setting) throws RefusedChange {
		TelemetrySetting found = this.overrides.find(setting);
		if (found == null) {
			throw RefusedChange.noSuchSetting(this.overrides.names());
		}
		return found;
	}

	private static @Nullable Duration duration(@Nullable String expiry) throws RefusedChange {
		if (expiry == null) {
			return DEFAULT_EXPIRY;
		}
		if (expiry.strip().equals(NEVER)) {
			return null;
		}
		try {
			Duration duration = Durations.parse(expiry);
			if (!duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST_EXPIRY) <= 0) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			// The value is refused below.
		}
		throw RefusedChange.of("'expiry' makes no sense", ALLOWED_EXPIRY);
	}

	/**
	 * Removes the change of one setting.
	 * @param setting name of the property without {@code telemetry.} before it
	 * @param by who removes the change
	 * @return the removed change, and all changes in force
	 * @throws RefusedChange if there is no such setting
	 */
	Map<String, Object> reset(String setting, String by) throws RefusedChange {
		return answer(this.overrides.reset(find(setting).name(), by));
	}

	/**
	 * Removes all changes.
	 * @param by who removes the changes
	 * @return the removed changes, and all changes in force
	 */
	Map<String, Object> resetAll(String by) {
		return answer(this.overrides.reset(null, by));
	}

	private Map<String, Object> answer(List<ActiveOverride> changed) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("changed", changed);
		answer.put("overrides", this.overrides.active());
		return answer;
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The changes at run time, with who made them and until when. A restart restores the
 * configured state. Thread safe.
 */
final class Overrides {

	private final List<TelemetrySetting> settings;

	private final ChangeLog log;

	private final Clock clock;

	// Held while a change is made and logged, so that the last logged change is the one
	// in force.
	private final Lock changing = new ReentrantLock();

	private final Lock lock = new ReentrantLock();

	// Guarded by lock.
	private final List<Made> made = new ArrayList<>();

	/**
	 * Creates an empty list.
	 * @param settings the settings that can be changed
	 * @param log logs each change
	 * @param clock gives the time at which a change ends
	 */
	Overrides(List<TelemetrySetting> settings, ChangeLog log, Clock clock) {
		this.settings = List.copyOf(settings);
		this.log = log;
		this.clock = clock;
	}

	/**
	 * Returns the names of the settings that can be changed.
	 */
	List<String> names() {
		return this.settings.stream().map(TelemetrySetting::name).toList();
	}

	/**
	 * Finds a setting.
	 * @return the setting, or {@code null} if there is none of that name
	 */
	@Nullable TelemetrySetting find(String name) {
		return this.settings.stream()
			.map((setting) -> setting.find(name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Changes a setting. Replaces an earlier change of the setting.
	 * @param expiry for how long, or {@code null} until the change is removed
	 * @param by who makes the change
	 * @throws IllegalArgumentException if the value is not allowed; nothing is changed
	 * then
	 */
	ActiveOverride change(TelemetrySetting setting, String value, @Nullable Duration expiry, String by) {
		this.changing.lock();
		try {
			ActiveOverride override = made(setting, value, expiry, by);
			this.log.changed(override);
			return override;
		}
		finally {
			this.changing.unlock();
		}
	}

	private ActiveOverride made(TelemetrySetting setting, String value, @Nullable Duration expiry, String by) {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			TelemetrySetting.Change change = setting.change(value, expiry);
			takeBack(setting.name());
			ActiveOverride override = new ActiveOverride(setting.name(), value.strip(), by, now,
					(expiry != null) ? now.plus(expiry) : null);
			this.made.add(new Made(override, change));
			return override;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes changes.
	 * @param name name of the setting, or {@code null} for all settings
	 * @param by who removes the changes
	 * @return the removed changes
	 */
	List<ActiveOverride> reset(@Nullable String name, String by) {
		this.changing.lock();
		try {
			List<ActiveOverride> reset = takenBack(name);
			reset.forEach((override) -> this.log.reset(override, by));
			return reset;
		}
		finally {
			this.changing.unlock();
		}
	}

	private List<ActiveOverride> takenBack(@Nullable String name) {
		this.lock.lock();
		try {
			List<ActiveOverride> reset = active().stream()
				.filter((override) -> name == null || override.setting().equals(name))
				.toList();
			reset.forEach((override) -> takeBack(override.setting()));
			return reset;
		}
		finally {
			this.lock.unlock();
		}
	}

	// Called with the lock held.
	private void takeBack(String name) {
		this.made.removeIf((made) -> {
			boolean same = made.override.setting().equals(name);
			if (same) {
				made.change.takeBack();
			}
			return same;
		});
	}

	/**
	 * Returns the changes in force.
	 */
	List<ActiveOverride> active() {
		this.lock.lock();
		try {
			this.made.removeIf((made) -> !made.change.isActive());
			return this.made.stream().map(Made::override).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the changes in force of settings with a prefix.
	 * @param prefix prefix of the names
	 */
	Stream<ActiveOverride> active(String prefix) {
		return active().stream().filter((override) -> override.setting().startsWith(prefix));
	}

	private record Made(ActiveOverride override, TelemetrySetting.Change change) {
	}

}

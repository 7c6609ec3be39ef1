package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Something that can be changed while the application runs.
 */
interface TelemetrySetting {

	/**
	 * Returns the name of the property without {@code telemetry.} before it.
	 */
	String name();

	/**
	 * Finds the setting of a name. What stands for many settings makes the one that is
	 * meant.
	 * @return the setting, or {@code null} if it is another name
	 */
	default @Nullable TelemetrySetting find(String name) {
		return (name.equals(name())) ? this : null;
	}

	/**
	 * Returns which values there are, as part of a sentence.
	 */
	String allowed();

	/**
	 * Changes the value for a while.
	 * @param value the new value as it is written in a configuration
	 * @param expiry for how long, or {@code null} until it is taken back
	 * @return what takes the change back
	 * @throws IllegalArgumentException if there is no such value; nothing is changed then
	 */
	Change change(String value, @Nullable Duration expiry);

	/**
	 * A change that was made.
	 */
	interface Change {

		/**
		 * Returns whether it has neither expired nor been taken back.
		 * @return whether it still holds
		 */
		boolean isActive();

		/**
		 * Takes it back.
		 */
		void takeBack();

	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A setting that can be changed while the application runs.
 */
interface TelemetrySetting {

	/**
	 * Returns the name of the property without the prefix {@code telemetry.}.
	 */
	String name();

	/**
	 * Finds the setting of a name. An object for many settings creates the one with that
	 * name.
	 * @return the setting, or {@code null} if it has another name
	 */
	default @Nullable TelemetrySetting find(String name) {
		return (name.equals(name())) ? this : null;
	}

	/**
	 * Returns a description of the allowed values, as part of a sentence.
	 */
	String allowed();

	/**
	 * Changes the value for a while.
	 * @param value the new value in the format of configurations
	 * @param expiry for how long, or {@code null} until the change is removed
	 * @return the change, to remove it
	 * @throws IllegalArgumentException if the value is not allowed; nothing is changed
	 * then
	 */
	Change change(String value, @Nullable Duration expiry);

	/**
	 * A change that was made.
	 */
	interface Change {

		/**
		 * Returns whether the change has neither expired nor been removed.
		 * @return whether the change is in force
		 */
		boolean isActive();

		/**
		 * Removes the change.
		 */
		void takeBack();

	}

}

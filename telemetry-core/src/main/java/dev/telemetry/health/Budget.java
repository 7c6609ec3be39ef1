package dev.telemetry.health;

import java.util.function.LongSupplier;

/**
 * How much of something there may be.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param property name of the property that says so
 * @param what what it is, in the plural
 * @param most how much there may be
 * @param measured how much there is, or was since the start
 * @param perMinute whether it is measured since the start, and bounded for each minute
 * @since 0.1.0
 */
public record Budget(String property, String what, long most, LongSupplier measured, boolean perMinute) {

	public Budget {
		if (most < 1) {
			throw new IllegalArgumentException("'most' must be above zero");
		}
	}

}

package dev.telemetry.health;

import java.util.function.LongSupplier;

/**
 * A budget: an upper bound for something that is measured.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param property name of the property that sets the budget
 * @param what what is bounded, in the plural
 * @param most the upper bound
 * @param measured returns the amount that there is, or was since the start
 * @param perMinute whether the amount is counted since the start and bounded for each
 * minute
 * @since 0.1.0
 */
public record Budget(String property, String what, long most, LongSupplier measured, boolean perMinute) {

	public Budget {
		if (most < 1) {
			throw new IllegalArgumentException("'most' must be above zero");
		}
	}

}

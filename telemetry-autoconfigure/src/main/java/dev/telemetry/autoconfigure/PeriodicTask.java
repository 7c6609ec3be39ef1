package dev.telemetry.autoconfigure;

import java.time.Duration;

/**
 * A periodic task of telemetry. One thread runs all beans of this type; it exists only if
 * there is such a bean. The first run is after one period.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param name description of the work, for reports of failures
 * @param period time from the end of one run to the next
 * @param work the work, which must not block
 * @since 0.1.0
 */
public record PeriodicTask(String name, Duration period, Runnable work) {

	/**
	 * Creates a task that runs once a minute.
	 * @param name description of the work, for reports of failures
	 * @param work the work
	 * @return the task
	 */
	public static PeriodicTask eachMinute(String name, Runnable work) {
		return new PeriodicTask(name, Duration.ofMinutes(1), work);
	}

}

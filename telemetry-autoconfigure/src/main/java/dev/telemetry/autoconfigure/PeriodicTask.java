package dev.telemetry.autoconfigure;

import java.time.Duration;

/**
 * Something that telemetry does again and again beside the application. Beans of this
 * type are run by one thread, which is there only if there is such a bean. The first run
 * is after one period.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param name what it does, for the case that it fails
 * @param period time from one run to the next
 * @param work what is done; must not wait for anything
 * @since 0.1.0
 */
public record PeriodicTask(String name, Duration period, Runnable work) {

	/**
	 * Does something once a minute.
	 * @param name what it does, for the case that it fails
	 * @param work what is done
	 * @return the task
	 */
	public static PeriodicTask eachMinute(String name, Runnable work) {
		return new PeriodicTask(name, Duration.ofMinutes(1), work);
	}

}

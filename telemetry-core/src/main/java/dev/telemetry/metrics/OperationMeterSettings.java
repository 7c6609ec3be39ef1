package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the timers of jobs and calls. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param jobBuckets upper bounds of the histogram of jobs; an empty list switches it off
 * @param callBuckets upper bounds of the histogram of calls; an empty list switches it
 * off
 * @since 0.1.0
 */
public record OperationMeterSettings(List<Duration> jobBuckets, List<Duration> callBuckets) {

	public OperationMeterSettings {
		jobBuckets = List.copyOf(jobBuckets);
		callBuckets = List.copyOf(callBuckets);
	}

}

package dev.telemetry.metrics;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the timers of jobs and calls. Immutable.
 *
 * @param jobBuckets upper bounds of the histogram of jobs; none switches it off
 * @param callBuckets upper bounds of the histogram of calls; none switches it off
 */
public record OperationMeterSettings(List<Duration> jobBuckets, List<Duration> callBuckets) {

	public OperationMeterSettings {
		jobBuckets = List.copyOf(jobBuckets);
		callBuckets = List.copyOf(callBuckets);
	}

}

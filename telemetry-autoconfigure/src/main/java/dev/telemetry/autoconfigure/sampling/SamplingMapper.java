package dev.telemetry.autoconfigure.sampling;

import java.time.Duration;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;

/**
 * Maps properties to settings, and rejects those that make no sense.
 */
record SamplingMapper(TelemetrySamplingProperties properties, PropertyRejections rejections) {

	private static final String PREFIX = "telemetry.sampling.";

	SamplingSettings settings(double ratio) {
		Duration jobSlowThreshold = this.properties.getJobSlowThreshold();
		return SamplingSettings.builder()
			.enabled(this.properties.isEnabled())
			.ratio(ConsistentRatio.of(ratio))
			.jobRatio(share("job-ratio", this.properties.getJobRatio()))
			.maxJobsPerSecond(number("max-jobs-per-second", this.properties.getMaxJobsPerSecond(), 0))
			.keepErrors(this.properties.getKeepErrors())
			.slowThresholdNanos(positive("slow-threshold", this.properties.getSlowThreshold()))
			.jobSlowThresholdNanos(
					(jobSlowThreshold != null) ? positive("job-slow-threshold", jobSlowThreshold) : Long.MAX_VALUE)
			.maxErrorsPerSecond(number("max-errors-per-second", this.properties.getMaxErrorsPerSecond(), 0))
			.maxSlowPerSecond(number("max-slow-per-second", this.properties.getMaxSlowPerSecond(), 0))
			.routeIntervalNanos(routeInterval())
			.eagerAttributes(this.properties.isEagerAttributes())
			.dryRun(this.properties.isDryRun())
			.build();
	}

	SamplingLimits limits() {
		positive("max-age", this.properties.getMaxAge());
		return new SamplingLimits(number("max-spans-per-root", this.properties.getMaxSpansPerRoot(), 1),
				number("max-spans", this.properties.getMaxSpans(), 1), this.properties.getMaxAge());
	}

	private long routeInterval() {
		Duration interval = this.properties.getRouteInterval();
		if (interval.isNegative()) {
			throw this.rejections.reject(PREFIX + "route-interval", "a duration, or 0 for never");
		}
		return nanos("route-interval", interval);
	}

	private ConsistentRatio share(String property, double value) {
		if (!(value >= 0.0 && value <= 1.0)) {
			throw this.rejections.reject(PREFIX + property, "a number from 0.0 to 1.0");
		}
		return ConsistentRatio.of(value);
	}

	private int number(String property, int value, int least) {
		if (value < least) {
			throw this.rejections.reject(PREFIX + property, "a number from " + least + " on");
		}
		return value;
	}

	private long positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw this.rejections.reject(PREFIX + property, "a duration above zero");
		}
		return nanos(property, value);
	}

	private long nanos(String property, Duration value) {
		try {
			return value.toNanos();
		}
		catch (ArithmeticException ex) {
			throw this.rejections.reject(PREFIX + property, "a duration below 292 years");
		}
	}

}

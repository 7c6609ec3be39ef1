package dev.telemetry.autoconfigure.sampling;

import java.time.Duration;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.health.HeapShare;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;

/**
 * Maps properties to settings, and rejects invalid values.
 */
record SamplingMapper(TelemetrySamplingProperties properties, PropertyRejections rejections) {

	private static final String PREFIX = "telemetry.sampling.";

	SamplingSettings settings(double ratio) {
		Duration jobSlowThreshold = this.properties.getJobSlowThreshold();
		return SamplingSettings.builder()
			.enabled(this.properties.isEnabled())
			.ratio(ratio)
			.jobRatio(share("job-ratio", this.properties.getJobRatio()))
			.maxJobsPerSecond(number("max-jobs-per-second", this.properties.getMaxJobsPerSecond(), 0))
			.keepErrors(this.properties.getKeepErrors())
			.keepDisconnects(this.properties.isKeepDisconnects())
			.slowThreshold(positive("slow-threshold", this.properties.getSlowThreshold()))
			.parent(this.properties.getParent())
			.maxParentsPerSecond(number("max-parents-per-second", this.properties.getMaxParentsPerSecond(), 0))
			.jobSlowThreshold((jobSlowThreshold != null) ? positive("job-slow-threshold", jobSlowThreshold) : null)
			.maxErrorsPerSecond(number("max-errors-per-second", this.properties.getMaxErrorsPerSecond(), 0))
			.maxSlowPerSecond(number("max-slow-per-second", this.properties.getMaxSlowPerSecond(), 0))
			.routeInterval(routeInterval())
			.eagerAttributes(this.properties.isEagerAttributes())
			.dryRun(this.properties.isDryRun())
			.build();
	}

	SamplingLimits limits() {
		long maxBytes = this.properties.getMaxHeldBytes().toBytes();
		if (maxBytes < 1) {
			throw this.rejections.reject(PREFIX + "max-held-bytes", "a size above zero");
		}
		return new SamplingLimits(number("max-spans-per-root", this.properties.getMaxSpansPerRoot(), 1),
				number("max-spans", this.properties.getMaxSpans(), 1), HeapShare.atMost(maxBytes));
	}

	private Duration routeInterval() {
		return this.rejections.positiveOrZero(PREFIX + "route-interval", this.properties.getRouteInterval(), "never");
	}

	private double share(String property, double value) {
		return this.rejections.ratio(PREFIX + property, value);
	}

	private int number(String property, int value, int least) {
		return this.rejections.atLeast(PREFIX + property, value, least);
	}

	private Duration positive(String property, Duration value) {
		return this.rejections.positive(PREFIX + property, value);
	}

}

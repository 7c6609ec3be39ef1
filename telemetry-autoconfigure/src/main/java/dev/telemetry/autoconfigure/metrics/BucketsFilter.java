package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives a timer its histogram, whoever measures with it, unless something else was said
 * about it. Comes after the filter of Spring Boot's own properties, which therefore win.
 * Percentiles leave no room for a histogram: Prometheus would have that in their place.
 */
final class BucketsFilter implements MeterFilter {

	/** After the filter of Spring Boot's properties, which has 0. */
	static final int ORDER = 1;

	private final String name;

	private final double[] buckets;

	/**
	 * Creates a filter.
	 * @param name name of the timer
	 * @param buckets upper bounds of the histogram; none means no histogram
	 */
	BucketsFilter(String name, List<Duration> buckets) {
		this.name = name;
		this.buckets = new double[buckets.size()];
		for (int i = 0; i < this.buckets.length; i++) {
			this.buckets[i] = buckets.get(i).toNanos();
		}
	}

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (id.getType() != Meter.Type.TIMER || !id.getName().equals(this.name)) {
			return config;
		}
		double[] known = config.getServiceLevelObjectiveBoundaries();
		if (known != null && !Arrays.equals(known, this.buckets)) {
			return config;
		}
		return DistributionStatisticConfig.builder()
			.serviceLevelObjectives((hasPercentilesOnly(config)) ? new double[0] : this.buckets)
			.build()
			.merge(config);
	}

	private static boolean hasPercentilesOnly(DistributionStatisticConfig config) {
		double[] percentiles = config.getPercentiles();
		return percentiles != null && percentiles.length > 0 && !Boolean.TRUE.equals(config.isPercentileHistogram());
	}

}

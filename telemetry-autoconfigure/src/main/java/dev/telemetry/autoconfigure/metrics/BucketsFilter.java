package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Adds the histogram to a timer, whatever code records with it, unless the timer is
 * configured otherwise. Comes after the filter of Spring Boot's own properties, which
 * therefore win. A timer with percentiles gets no histogram, because Prometheus would
 * show the histogram in their place.
 */
final class BucketsFilter implements MeterFilter {

	/** After the filter of Spring Boot's properties, whose order is 0. */
	static final int ORDER = 1;

	private final String name;

	private final double[] buckets;

	/**
	 * Creates a filter.
	 * @param name name of the timer
	 * @param buckets upper bounds of the histogram; an empty list means no histogram
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

package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives the timer of requests its histogram where Spring Boot measures them. Comes before
 * the filter of Spring Boot's own properties, which therefore win.
 */
final class RequestBucketsFilter implements MeterFilter {

	private final String name;

	private final DistributionStatisticConfig histogram;

	/**
	 * Creates a filter.
	 * @param name name of the timer
	 * @param buckets upper bounds of the histogram; none means no histogram
	 */
	RequestBucketsFilter(String name, List<Duration> buckets) {
		this.name = name;
		this.histogram = DistributionStatisticConfig.builder()
			.serviceLevelObjectives(buckets.stream().mapToDouble(Duration::toNanos).toArray())
			.build();
	}

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		return (id.getType() == Meter.Type.TIMER && id.getName().equals(this.name)) ? this.histogram.merge(config)
				: config;
	}

}

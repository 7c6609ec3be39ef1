package dev.telemetry.autoconfigure.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSupport;

/**
 * Counts the series of meters, as Prometheus has them.
 */
final class MeterSeries {

	// Count, sum and maximum.
	private static final long SUMMARY = 3;

	private static final CountAtBucket[] NONE = {};

	private MeterSeries() {
	}

	static long count(MeterRegistry registry) {
		long series = 0;
		for (Meter meter : registry.getMeters()) {
			series += count(meter);
		}
		return series;
	}

	private static long count(Meter meter) {
		return switch (meter.getId().getType()) {
			case COUNTER, GAUGE -> 1;
			case TIMER, DISTRIBUTION_SUMMARY, LONG_TASK_TIMER -> SUMMARY + buckets(meter);
			case OTHER -> {
				long measured = 0;
				for (Object measurement : meter.measure()) {
					measured += (measurement != null) ? 1 : 0;
				}
				yield measured;
			}
		};
	}

	// With one for all that is above the last, unless that is it.
	private static long buckets(Meter meter) {
		CountAtBucket[] buckets = (meter instanceof HistogramSupport histogram)
				? histogram.takeSnapshot().histogramCounts() : NONE;
		if (buckets.length == 0) {
			return 0;
		}
		return (Double.isInfinite(buckets[buckets.length - 1].bucket())) ? buckets.length : buckets.length + 1;
	}

}

package dev.telemetry.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.HistogramSupport;

/**
 * Counts the Prometheus series of meters.
 */
final class MeterSeries {

	// For count, sum and maximum.
	private static final long SUMMARY = 3;

	// A function timer has no maximum.
	private static final long FUNCTION_TIMER = 2;

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
			case TIMER, DISTRIBUTION_SUMMARY, LONG_TASK_TIMER ->
				(meter instanceof FunctionTimer) ? FUNCTION_TIMER : SUMMARY + distribution(meter);
			case OTHER -> {
				long measured = 0;
				for (Object measurement : meter.measure()) {
					measured += (measurement != null) ? 1 : 0;
				}
				yield measured;
			}
		};
	}

	// Counts the buckets, with one for infinity, or the percentiles, which are left out
	// if there are buckets.
	private static long distribution(Meter meter) {
		if (!(meter instanceof HistogramSupport histogram)) {
			return 0;
		}
		HistogramSnapshot snapshot = histogram.takeSnapshot();
		CountAtBucket[] buckets = snapshot.histogramCounts();
		if (buckets.length == 0) {
			return snapshot.percentileValues().length;
		}
		return (Double.isInfinite(buckets[buckets.length - 1].bucket())) ? buckets.length : buckets.length + 1;
	}

}

package dev.telemetry.autoconfigure.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.HistogramSupport;

/**
 * Counts the series of meters, as Prometheus has them.
 */
final class MeterSeries {

	// Count, sum and maximum.
	private static final long SUMMARY = 3;

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

	// One more for all that is above the last.
	private static long buckets(Meter meter) {
		int buckets = (meter instanceof HistogramSupport histogram) ? histogram.takeSnapshot().histogramCounts().length
				: 0;
		return (buckets > 0) ? buckets + 1 : 0;
	}

}

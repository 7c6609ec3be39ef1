package dev.telemetry.report;

import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DurationHistogramTests {

	private final DurationHistogram histogram = new DurationHistogram();

	@Test
	void quantilesAreOffByThreePercentAtMost() {
		for (long nanos = 1; nanos <= 1_000_000; nanos++) {
			this.histogram.add(nanos);
		}
		assertThat(this.histogram.quantile(0.5)).isCloseTo(500_000, Percentage.withPercentage(3.2));
		assertThat(this.histogram.quantile(0.99)).isCloseTo(990_000, Percentage.withPercentage(3.2));
		assertThat(this.histogram.quantile(1.0)).isCloseTo(1_000_000, Percentage.withPercentage(3.2));
	}

	@Test
	void anyDurationHasABucket() {
		Random random = new Random(1);
		for (int shift = 0; shift < 63; shift++) {
			DurationHistogram one = new DurationHistogram();
			long nanos = (1L << shift) + random.nextLong(1L << shift);
			one.add(nanos);
			assertThat(one.quantile(0.5)).isCloseTo(nanos, Percentage.withPercentage(3.2));
		}
		this.histogram.add(-1);
		this.histogram.add(Long.MAX_VALUE);
		assertThat(this.histogram.quantile(0.5)).isZero();
	}

}

package dev.telemetry.autoconfigure.viewer;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MeterRatesTests {

	private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final TurnedClock clock = new TurnedClock();

	private final MeterRates rates = new MeterRates(this.registry, "http.server.requests", this.clock);

	@Test
	void withoutRequestsThereAreNoPoints() {
		this.rates.read();
		this.rates.read();
		assertThat(points()).isEmpty();
	}

	@Test
	void aStepHasRateErrorsAndPercentiles() {
		this.rates.read();
		for (int i = 0; i < 98; i++) {
			timer("SUCCESS").record(Duration.ofMillis(7));
		}
		timer("SERVER_ERROR").record(Duration.ofMillis(80));
		timer("SERVER_ERROR").record(Duration.ofMillis(80));
		step();
		assertThat(points()).singleElement().satisfies((point) -> {
			assertThat(point.perSecond()).isEqualTo(20.0);
			assertThat(point.errorsPerSecond()).isEqualTo(0.4);
			assertThat(point.p50Millis()).isCloseTo(7.5, within(0.2));
			assertThat(point.p99Millis()).isBetween(50.0, 100.0);
		});
	}

	@Test
	void aStepHasNothingOfTheStepsBefore() {
		timer("SUCCESS").record(Duration.ofMillis(80));
		this.rates.read();
		step();
		assertThat(points()).singleElement().satisfies((point) -> {
			assertThat(point.perSecond()).isZero();
			assertThat(point.p50Millis()).isNull();
		});
		assertThat(this.rates.describe().get("points")).as("without what is not known")
			.asString()
			.contains("perSecond=0.0")
			.doesNotContain("Millis");
		timer("SUCCESS").record(Duration.ofMillis(7));
		step();
		assertThat(points()).last().satisfies((point) -> assertThat(point.p99Millis()).isBetween(5.0, 10.0));
	}

	@Test
	void aWallClockThatIsSetChangesNoRate() {
		this.rates.read();
		for (int i = 0; i < 100; i++) {
			timer("SUCCESS").record(Duration.ofMillis(7));
		}
		this.clock.wallMillis -= Duration.ofHours(1).toMillis();
		step();
		assertThat(points()).singleElement().satisfies((point) -> assertThat(point.perSecond()).isEqualTo(20.0));
	}

	@Test
	void whatIsSlowerThanTheLastBucketCountsAsThat() {
		this.rates.read();
		timer("SUCCESS").record(Duration.ofSeconds(30));
		step();
		assertThat(points()).last().satisfies((point) -> assertThat(point.p99Millis()).isEqualTo(100.0));
	}

	@Test
	void onlyTheLastFiveMinutesAreHeld() {
		timer("SUCCESS").record(Duration.ofMillis(7));
		this.rates.read();
		for (int i = 0; i < 100; i++) {
			step();
		}
		assertThat(points()).hasSize(60);
	}

	private void step() {
		this.clock.turn(Duration.ofSeconds(MeterRates.STEP_SECONDS));
		this.rates.read();
	}

	private Timer timer(String outcome) {
		return Timer.builder("http.server.requests")
			.tag("outcome", outcome)
			.serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(50),
					Duration.ofMillis(100))
			.register(this.registry);
	}

	private List<MeterRates.Point> points() {
		return this.rates.points();
	}

	private static final class TurnedClock implements Clock {

		private long wallMillis = 1_795_000_000_000L;

		private long nanos = System.nanoTime();

		void turn(Duration passed) {
			this.wallMillis += passed.toMillis();
			this.nanos += passed.toNanos();
		}

		@Override
		public long wallTime() {
			return this.wallMillis;
		}

		@Override
		public long monotonicTime() {
			return this.nanos;
		}

	}

}

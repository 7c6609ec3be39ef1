package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.metrics.HttpServerMeters;
import dev.telemetry.names.MeterNames;
import dev.telemetry.record.OperationMeters;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryMetricsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TelemetryMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void suppliesTheTimerWithItsBuckets() {
		this.runner.run((context) -> assertThat(buckets(context)).containsExactly(5.0, 10.0, 25.0, 50.0, 75.0, 100.0,
				250.0, 500.0, 750.0, 1000.0, 2000.0, 2500.0, 5000.0, 7500.0, 10000.0));
	}

	@Test
	void theTimerOfSpringBootHasThemToo() {
		this.runner.run((context) -> assertThat(springBootTimer(context).takeSnapshot().histogramCounts()).hasSize(15));
	}

	@Test
	void theTimerOfSpringBootIsLeftAloneWhereRequestsAre() {
		this.runner.withPropertyValues("telemetry.http.enabled=false")
			.run((context) -> assertThat(springBootTimer(context).takeSnapshot().histogramCounts()).isEmpty());
	}

	@Test
	void emptyBucketsSwitchTheHistogramOff() {
		this.runner.withPropertyValues("telemetry.metrics.http.buckets=")
			.run((context) -> assertThat(buckets(context)).isEmpty());
	}

	@Test
	void distributionPropertiesOfSpringBootWin() {
		this.runner.withPropertyValues("management.metrics.distribution.slo.http.server.requests=42ms")
			.run((context) -> assertThat(buckets(context)).containsExactly(42.0));
	}

	@Test
	void percentilesOfSpringBootsPropertiesAreNotReplacedByAHistogram() {
		this.runner.withPropertyValues("management.metrics.distribution.percentiles.http.server.requests=0.95,0.99")
			.run((context) -> {
				assertThat(buckets(context)).isEmpty();
				assertThat(timer(context, "http.server.requests").takeSnapshot().percentileValues()).hasSize(2);
			});
	}

	@Test
	void aHistogramThatPropertiesAskForBesidePercentilesHasTheBucketsToo() {
		this.runner
			.withPropertyValues("management.metrics.distribution.percentiles.http.server.requests=0.99",
					"management.metrics.distribution.percentiles-histogram.http.server.requests=true")
			.run((context) -> assertThat(buckets(context)).hasSize(15));
	}

	@ParameterizedTest
	@ValueSource(strings = { "job.run", "external.api.call" })
	void percentilesOfJobsAndCallsAreNotReplacedByAHistogramEither(String name) {
		this.runner.withPropertyValues("management.metrics.distribution.percentiles." + name + "=0.95")
			.run((context) -> {
				OperationMeters meters = context.getBean(OperationMeters.class);
				meters.job("stock", "reconciliation").ended(1, true);
				meters.externalCall("partner", "prices").ended(1, true);
				HistogramSnapshot snapshot = context.getBean(MeterRegistry.class).get(name).timer().takeSnapshot();
				assertThat(snapshot.percentileValues()).hasSize(1);
				assertThat(snapshot.histogramCounts()).isEmpty();
			});
	}

	@Test
	void theNameOfTheObservationIsTaken() {
		this.runner.withPropertyValues("management.observations.http.server.requests.name=web")
			.run((context) -> assertThat(timer(context, "web").count()).isOne());
	}

	@Test
	void keyValuesOfObservationsBecomeTags() {
		this.runner.withPropertyValues("management.observations.key-values.region=eu")
			.run((context) -> assertThat(timer(context, "http.server.requests").getId().getTag("region"))
				.isEqualTo("eu"));
	}

	@Test
	void anObservationThatIsOffIsNotMeasured() {
		this.runner.withPropertyValues("management.observations.enable.http=false")
			.run((context) -> assertThat(context.getBean(RequestMeter.class)).isSameAs(RequestMeter.NOOP));
	}

	@Test
	void theLongestPrefixOfAnObservationWins() {
		this.runner
			.withPropertyValues("management.observations.enable.all=false",
					"management.observations.enable.http.server.requests=true")
			.run((context) -> assertThat(context.getBean(RequestMeter.class)).isInstanceOf(HttpServerMeters.class));
	}

	@Test
	void otelKeepsTheTimerThatTheApplicationHadBefore() {
		this.runner.withPropertyValues("telemetry.backend=otel")
			.run((context) -> assertThat(context).hasSingleBean(RequestMeter.class));
	}

	@Test
	void registersNothingUntilTheFilterAsks() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("http.server.active.requests").gauge()).isNull();
			context.getBean(RequestMeter.class);
			assertThat(registry.find("http.server.active.requests").gauge()).isNotNull();
		});
	}

	@Test
	void countsInternalFailures() {
		this.runner.run((context) -> {
			context.getBean(InternalFailures.class).report("testing", new IllegalStateException());
			assertThat(
					context.getBean(MeterRegistry.class).get("telemetry.internal.failures").functionCounter().count())
				.isOne();
		});
	}

	@Test
	void anApplicationWithoutAWebServerMeasuresNoRequests() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("telemetry.enabled=true")
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).find(MeterNames.HTTP_SERVER_ACTIVE_REQUESTS).gauge())
				.isNull());
	}

	@Test
	void backsOffFromTheUsersMeter() {
		this.runner.withBean("mine", RequestMeter.class, () -> RequestMeter.NOOP)
			.run((context) -> assertThat(context).getBeanNames(RequestMeter.class).containsExactly("mine"));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestMeter.class));
	}

	private static Timer springBootTimer(AssertableWebApplicationContext context) {
		return context.getBean(MeterRegistry.class).timer("http.server.requests");
	}

	private static double[] buckets(AssertableWebApplicationContext context) {
		CountAtBucket[] counts = timer(context, "http.server.requests").takeSnapshot().histogramCounts();
		double[] bounds = new double[counts.length];
		for (int i = 0; i < counts.length; i++) {
			bounds[i] = counts[i].bucket(TimeUnit.MILLISECONDS);
		}
		return bounds;
	}

	private static Timer timer(AssertableWebApplicationContext context, String name) {
		RequestMeter meter = context.getBean(RequestMeter.class);
		meter.started();
		meter.ended(new EndedRequest("GET", "/a", 200, Duration.ofMillis(5).toNanos(), null, null, false));
		return context.getBean(MeterRegistry.class).get(name).timer();
	}

}

package dev.telemetry.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.PeriodicTask;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.LogPipelines;
import dev.telemetry.export.LogTarget;
import dev.telemetry.export.PipelineSettings;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.health.BudgetWatch;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

@NoTelemetryLeaks
class TelemetryBudgetAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, TelemetryBudgetAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console",
				"management.opentelemetry.tracing.export.schedule-delay=10ms");

	@Test
	void withoutABudgetNothingIsWatched() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(BudgetWatch.class)
			.doesNotHaveBean(PeriodicTask.class));
	}

	@Test
	void whileOffNothingIsWatched() {
		this.runner.withPropertyValues("telemetry.enabled=false", "telemetry.budget.series=10")
			.run((context) -> assertThat(context).doesNotHaveBean(BudgetWatch.class));
	}

	@Test
	void eachBudgetIsAGauge() {
		this.runner
			.withPropertyValues("telemetry.budget.spans-per-minute=600", "telemetry.budget.bytes-per-minute=2MB",
					"telemetry.budget.series=1000")
			.run((context) -> {
				MeterRegistry registry = bound(context);
				assertThat(registry.get("telemetry.budget.spans.per.minute").gauge().value()).isEqualTo(600);
				assertThat(registry.get("telemetry.budget.bytes.per.minute").gauge().value()).isEqualTo(2_097_152);
				assertThat(registry.get("telemetry.budget.series").gauge().value()).isEqualTo(1_000);
				assertThat(registry.get("telemetry.series").gauge().value()).isGreaterThanOrEqualTo(4);
			});
	}

	@Test
	void whatHasNoBudgetHasNoGauge() {
		this.runner.withPropertyValues("telemetry.budget.series=1000")
			.run((context) -> assertThat(bound(context).find("telemetry.budget.spans.per.minute").gauge()).isNull());
	}

	@Test
	void bytesOfLogRecordsCountToo() {
		this.runner.withBean(LogPipelines.class, TelemetryBudgetAutoConfigurationTests::logs)
			.withPropertyValues("telemetry.budget.bytes-per-minute=2MB")
			.run((context) -> {
				LogPipelines<?> pipelines = context.getBean(LogPipelines.class);
				pipelines.states().forEach((state) -> state.sent(1_000));
				BudgetWatch watch = context.getBean(BudgetWatch.class);
				watch.minute();
				assertThat(watch.states()).extracting(BudgetWatch.State::used).containsExactly(1_000L);
			});
	}

	private static LogPipelines<LogRecordData> logs() {
		return new LogPipelines<>(
				List.of(new LogTarget("otlp", "otlp", LogRecordExporter.composite(), new OtlpResponses())),
				new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMillis(10), Duration.ofSeconds(5), 3,
						Duration.ofSeconds(5), Duration.ofSeconds(5)),
				Context.root(), (record) -> 100, (record) -> record);
	}

	@Test
	void seriesAreCountedAsPrometheusHasThem() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.counter("a", "k", "1").increment();
		registry.counter("a", "k", "2").increment();
		registry.gauge("b", 1);
		registry.timer("c").record(Duration.ofMillis(1));
		Timer.builder("d").serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(2)).register(registry);
		DistributionSummary.builder("e").publishPercentileHistogram().register(registry);
		Timer.builder("f").publishPercentiles(0.5, 0.95).register(registry);
		Timer.builder("g").publishPercentiles(0.5).serviceLevelObjectives(Duration.ofMillis(1)).register(registry);
		FunctionTimer.builder("h", registry, (any) -> 1, (any) -> 1, TimeUnit.SECONDS).register(registry);
		LongTaskTimer.builder("i").register(registry).start();
		assertThat(MeterSeries.count(registry))
			.isEqualTo(registry.scrape().lines().filter((line) -> !line.startsWith("#")).count());
	}

	private static MeterRegistry bound(ApplicationContext context) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(registry));
		return registry;
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.logs.TelemetryLogsAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TelemetryHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, TelemetryHealthAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console");

	@Test
	void eachExporterIsShown() {
		this.runner.run((context) -> {
			Health health = context.getBean(ExportHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("console");
		});
	}

	@Test
	void exportersOfLogRecordsAreShownBesideThoseOfSpans() {
		this.runner
			.withConfiguration(AutoConfigurations.of(TelemetryLogsAutoConfiguration.class,
					TelemetryControlAutoConfiguration.class))
			.withPropertyValues("telemetry.otel.exporter=otlp", "telemetry.otel.endpoint=http://localhost:4317",
					"telemetry.logs.enabled=true", "telemetry.logs.loggers.root=off",
					"management.endpoints.web.exposure.include=telemetry")
			.run((context) -> {
				assertThat(context.getBean(ExportHealthIndicator.class).health().getDetails()).containsOnlyKeys("otlp",
						"otlp-logs");
				TelemetryEndpoint endpoint = context.getBean(TelemetryEndpoint.class);
				assertThat(endpoint.section("exporters")).asInstanceOf(InstanceOfAssertFactories.LIST)
					.extracting("name", "kind")
					.containsExactly(tuple("otlp", "spans"), tuple("otlp", "logs"));
				assertThat(endpoint.section("logs")).extracting("system").isEqualTo("Logback");
			});
	}

	@Test
	void offShowsNothing() {
		this.runner.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportHealthIndicator.class));
	}

	@Test
	void metricsAloneShowNothing() {
		this.runner.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportHealthIndicator.class));
	}

	@Test
	void canBeSwitchedOffAsSpringBootDoesIt() {
		this.runner.withPropertyValues("management.health.telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportHealthIndicator.class));
	}

	@Test
	void troubleDoesNotReachAnApplicationThatIsIsolated() {
		ExportHealthIndicator indicator = new ExportHealthIndicator(() -> List.of(open()), false);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).extractingByKey("otlp")
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("breaker", "open")
			.containsEntry("lost", 7L)
			.containsEntry("lastFailure", "ConnectException");
	}

	@Test
	void troubleThatIsPropagatedTurnsHealthDownUntilItIsOver() {
		AtomicReference<ExporterHealth> exporter = new AtomicReference<>(open());
		ExportHealthIndicator indicator = new ExportHealthIndicator(() -> List.of(exporter.get()), true);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		exporter.set(health(BreakerState.CLOSED, true));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		exporter.set(health(BreakerState.CLOSED, false));
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	private static ExporterHealth open() {
		return health(BreakerState.OPEN, true);
	}

	private static ExporterHealth health(BreakerState breaker, boolean missing) {
		return new ExporterHealth("spans", "otlp", "otlp grpc http://localhost:4317", 10, 3,
				Map.of(LossReason.EXPORT_FAILED, 7L), 0, 0, 2_048, breaker, missing, null, null, "ConnectException");
	}

}

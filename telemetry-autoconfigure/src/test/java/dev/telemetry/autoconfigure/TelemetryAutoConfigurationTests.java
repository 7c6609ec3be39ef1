package dev.telemetry.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TelemetryAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class);

	@Test
	void registersNothingButNoopsAndWhatHidesSecretsByDefault() {
		this.runner.run((context) -> {
			List<String> ours = Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> name.startsWith("telemetry") && !name.contains("Tests"))
				.toList();
			assertThat(ours)
				.allMatch((name) -> name.startsWith("telemetryNoop") || name.equals("telemetrySanitizingFunction"));
			assertThat(context).doesNotHaveBean(InternalFailures.class);
		});
	}

	@Test
	void saysWhatIsOnInOneLine(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "spring.application.name=shop",
					"telemetry.otel.endpoint=http://ann:secret@localhost:4317")
			.run((context) -> assertThat(output.toString().lines().filter((line) -> line.contains("Telemetry is on")))
				.singleElement()
				.asString()
				.endsWith("Telemetry is on (telemetry.enabled): backend=hybrid (default), "
						+ "service=shop (spring.application.name), requests=telemetry (default), ratio=0.02 (default), "
						+ "exporters=[otlp grpc http://localhost:4317 (telemetry.otel.endpoint)], "
						+ "metrics=not exposed (management.endpoints.web.exposure.include)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "OTEL_CONFIG_FILE=/etc/otel.yaml", "otel.config.file=otel.yaml", "otel.file_format=1.0" })
	void saysThatDeclarativeConfigurationIsNotRead(String property, CapturedOutput output) {
		this.runner.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none", property)
			.run((context) -> assertThat(output).containsOnlyOnce(
					"OpenTelemetry's declarative configuration is not read here: telemetry.otel.endpoint, "
							+ "telemetry.otel.headers, telemetry.sampling.ratio and telemetry.service-name stand for it."));
	}

	@Test
	void saysWhatHasNoEffectWithoutTraces(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.backend=prom", "telemetry.viewer.enabled=true",
					"telemetry.logs.enabled=true")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("No effect without traces of telemetry (backend=prom (telemetry.backend)): "
						+ "telemetry.viewer.enabled and telemetry.logs.enabled."));
	}

	@Test
	void saysThatThereAreNoTracesWhereNobodyMakesThem(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.enabled=true",
					"spring.autoconfigure.exclude=org.springframework.boot.opentelemetry.autoconfigure."
							+ "OpenTelemetrySdkAutoConfiguration,org.springframework.boot.micrometer.tracing."
							+ "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output)
					.contains(
							"There are no traces: Spring Boot's auto-configuration of OpenTelemetry or of its tracing ")
					.contains("is excluded.");
			});
	}

	@Test
	void saysThatThereAreNoMetricsWhereTheirExportIsOff(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none",
					"management.prometheus.metrics.export.enabled=false")
			.run((context) -> assertThat(output).containsOnlyOnce("There are no metrics: export to Prometheus is "
					+ "switched off, or its auto-configuration is excluded. To do without metrics, set "
					+ "telemetry.backend to otel."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TelemetryAutoConfiguration", "TelemetryRecorderAutoConfiguration" })
	void nothingIsThereWhereWhatAllNeedsIsExcluded(String excluded) {
		this.runner
			.withPropertyValues("telemetry.enabled=true",
					"spring.autoconfigure.exclude=dev.telemetry.autoconfigure." + excluded)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(InternalFailures.class);
				assertThat(context.getBean(TelemetryRecorder.class)).isSameAs(TelemetryRecorder.noop());
			});
	}

	@Test
	void theNameOfTheServiceWinsInThatLine(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.enabled=true", "telemetry.backend=prom", "spring.application.name=shop",
					"telemetry.service-name=checkout")
			.run((context) -> assertThat(output)
				.contains("backend=prom (telemetry.backend), service=checkout (telemetry.service-name)"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

package dev.telemetry.autoconfigure.export;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryStartupAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.local.ConsoleSpanExporter;
import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.test.RecordedSpans;
import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith({ OutputCaptureExtension.class, TelemetryLeakCheck.class })
class TelemetryExportAutoConfigurationTests {

	private static final String BOOT_ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint="
			+ "http://localhost:4318/v1/traces";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryStartupAutoConfiguration.class,
						TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.export.delay=10ms",
				"management.opentelemetry.tracing.export.schedule-delay=10ms");

	@Test
	void anEndpointMakesAnOtlpExporterThatIsBuiltLater() {
		this.runner.withPropertyValues("telemetry.otel.endpoint=http://localhost:4317")
			.run((context) -> assertThat(exporters(context)).singleElement()
				.isInstanceOf(LazySpanExporter.class)
				.asString()
				.contains("grpc http://localhost:4317"));
	}

	@Test
	void otlpWithoutAnEndpointFallsBackToTheConsoleWithOneWarning(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(exporters(context)).singleElement().isInstanceOf(ConsoleSpanExporter.class);
			assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).singleElement()
				.asString()
				.contains("Spans go to the console")
				.contains("Set telemetry.otel.endpoint");
		});
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:4317?token=s3cr3t, true", "http://localhost:4318?token=s3cr3t, false",
			"http://localhost:4317, false" })
	void aQueryThatGrpcDoesNotSendIsSaid(String endpoint, boolean said, CapturedOutput output) {
		this.runner.withPropertyValues("telemetry.otel.endpoint=" + endpoint).run((context) -> {
			assertThat(exporters(context)).hasSize(1);
			assertThat(output.toString().contains("The query of telemetry.otel.endpoint is not sent")).isEqualTo(said);
			assertThat(output).doesNotContain("s3cr3t");
		});
	}

	@Test
	void aHeaderWithAPlaceholderThatCannotBeResolvedIsSaidOnceWithoutItsValue(CapturedOutput output) {
		this.runner.withPropertyValues("telemetry.otel.endpoint=http://localhost:4317",
				"telemetry.otel.headers.api-key=s3cr3t-${NO_SUCH_KEY}", "telemetry.otel.headers.tenant=${TENANT:t1}")
			.run((context) -> {
				assertThat(exporters(context)).hasSize(1);
				assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).singleElement()
					.asString()
					.contains("The placeholder ${NO_SUCH_KEY} in telemetry.otel.headers.api-key cannot be resolved. "
							+ "The backend gets the header as it is.");
				assertThat(output).doesNotContain("s3cr3t");
			});
	}

	@Test
	void headersThatNobodyGetsMakeNoWarning(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.otel.exporter=console", "telemetry.otel.headers.api-key=${NO_SUCH_KEY}")
			.run((context) -> assertThat(output).doesNotContain("WARN"));
	}

	@Test
	void consoleMakesNoWarning(CapturedOutput output) {
		this.runner.withPropertyValues("telemetry.otel.exporter=console").run((context) -> {
			assertThat(exporters(context)).singleElement().isInstanceOf(ConsoleSpanExporter.class);
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void severalExportersAreThereAtOnce() {
		this.runner
			.withPropertyValues("telemetry.otel.exporter=otlp,console", "telemetry.otel.endpoint=http://localhost:4318")
			.run((context) -> assertThat(exporters(context)).hasExactlyElementsOfTypes(LazySpanExporter.class,
					ConsoleSpanExporter.class));
	}

	@Test
	void theFallbackDoesNotAddASecondConsole() {
		this.runner.withPropertyValues("telemetry.otel.exporter=otlp,console")
			.run((context) -> assertThat(exporters(context)).hasExactlyElementsOfTypes(ConsoleSpanExporter.class));
	}

	@Test
	void noneNeedsNeitherExporterNorBatch() {
		this.runner.withPropertyValues("telemetry.otel.exporter=none").run((context) -> {
			assertThat(exporters(context)).isEmpty();
			assertThat(context.getBean(SpanProcessors.class).list()).isEmpty();
			assertThat(context).hasSingleBean(SdkTracerProvider.class);
			assertThat(context.getBeansOfType(SpanProcessor.class)).isEmpty();
		});
	}

	@Test
	void noneKeepsTheUsersProcessors() {
		this.runner.withUserConfiguration(UserProcessor.class)
			.withPropertyValues("telemetry.otel.exporter=none")
			.run((context) -> assertThat(context.getBean(SpanProcessors.class).list())
				.containsExactly(context.getBean("userProcessor", SpanProcessor.class)));
	}

	@Test
	void theUsersExporterStaysBesideOurs() {
		this.runner.withUserConfiguration(UserExporter.class)
			.withPropertyValues("telemetry.otel.exporter=console")
			.run((context) -> assertThat(exporters(context)).hasExactlyElementsOfTypes(RecordedSpans.class,
					ConsoleSpanExporter.class));
	}

	@Test
	void noneKeepsTheUsersExporter() {
		this.runner.withUserConfiguration(UserExporter.class)
			.withPropertyValues("telemetry.otel.exporter=none")
			.run((context) -> {
				assertThat(exporters(context)).hasExactlyElementsOfTypes(RecordedSpans.class);
				assertThat(context).hasSingleBean(BatchSpanProcessor.class);
			});
	}

	@Test
	void anEndpointThatSpringBootKnowsIsLeftToItsOwnExporter(CapturedOutput output) {
		this.runner.withPropertyValues(BOOT_ENDPOINT).run((context) -> {
			assertThat(exporters(context)).hasExactlyElementsOfTypes(OtlpHttpSpanExporter.class);
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void ourEndpointReplacesTheExporterOfSpringBoot() {
		this.runner.withPropertyValues(BOOT_ENDPOINT, "telemetry.otel.endpoint=http://collector:4317")
			.run((context) -> assertThat(exporters(context)).singleElement()
				.asString()
				.contains("grpc http://collector:4317"));
	}

	@Test
	void theConsoleReplacesTheExporterOfSpringBoot() {
		this.runner.withPropertyValues(BOOT_ENDPOINT, "telemetry.otel.exporter=console")
			.run((context) -> assertThat(exporters(context)).hasExactlyElementsOfTypes(ConsoleSpanExporter.class));
	}

	@Test
	void anOtlpExporterOfTheUserNeedsNoFallback(CapturedOutput output) {
		this.runner.withBean("mine", OtlpGrpcSpanExporter.class, OtlpGrpcSpanExporter::getDefault).run((context) -> {
			assertThat(exporters(context)).hasExactlyElementsOfTypes(OtlpGrpcSpanExporter.class);
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void aMissingOtlpJarFallsBackToTheConsoleWithOneWarning(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("io.opentelemetry.exporter.otlp"))
			.withPropertyValues("telemetry.otel.endpoint=http://localhost:4317")
			.run((context) -> {
				assertThat(exporters(context)).singleElement().isInstanceOf(ConsoleSpanExporter.class);
				assertThat(output.toString().lines().filter((line) -> line.contains(" WARN "))).singleElement()
					.asString()
					.contains("opentelemetry-exporter-otlp is not on the class path");
			});
	}

	@Test
	void nothingIsExportedWhereTestsSwitchExportOff() {
		this.runner
			.withPropertyValues("telemetry.otel.endpoint=http://localhost:4317",
					"management.tracing.export.enabled=false")
			.run((context) -> assertThat(exporters(context)).isEmpty());
	}

	@Test
	void backsOffFromTheUsersSpanExporters() {
		this.runner.withBean(SpanExporters.class, SpanExporters::of)
			.run((context) -> assertThat(exporters(context)).isEmpty());
	}

	@Test
	void promExportsNothing() {
		this.runner.withPropertyValues("telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean("telemetrySpanExporters"));
	}

	private static Iterable<SpanExporter> exporters(AssertableApplicationContext context) {
		return context.getBean(SpanExporters.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class UserExporter {

		@Bean
		RecordedSpans userExporter() {
			return new RecordedSpans();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserProcessor {

		@Bean
		SpanProcessor userProcessor() {
			return SpanProcessor.composite();
		}

	}

}

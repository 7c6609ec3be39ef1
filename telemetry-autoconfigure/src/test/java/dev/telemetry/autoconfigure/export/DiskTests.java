package dev.telemetry.autoconfigure.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryStartupAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.SpanPipelines;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans where there is no backend: in a file, for another process, and on the disk until
 * the backend is back.
 */
@NoTelemetryLeaks
@ExtendWith(OutputCaptureExtension.class)
class DiskTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryStartupAutoConfiguration.class,
						TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.export.delay=10ms", "telemetry.sampling.ratio=1");

	@Test
	void spansGoToAFile(CapturedOutput output) throws Exception {
		Path file = this.directory.resolve("spans.jsonl");
		this.runner.withPropertyValues("telemetry.otel.exporter=file", "telemetry.otel.file.path=" + file)
			.run((context) -> {
				endSpan(context);
				assertThat(output).contains("exporters=[file " + file + " (").doesNotContain(" WARN ");
			});
		assertThat(Files.readAllLines(file)).singleElement().asString().contains("\"name\":\"work\"");
	}

	@Test
	void spansGoToWhoHasStartedTheProcess(CapturedOutput output) {
		this.runner.withPropertyValues("telemetry.otel.exporter=stderr").run(DiskTests::endSpan);
		assertThat(output.getErr().lines().filter((line) -> line.startsWith("TELEMETRY:"))).singleElement()
			.asString()
			.startsWith("TELEMETRY:{\"event\":\"work\",");
		assertThat(output.getOut()).contains("exporters=[stderr (");
	}

	@Test
	void eachExporterHasItsPipeline() {
		this.runner
			.withPropertyValues("telemetry.otel.exporter=file,stderr,console",
					"telemetry.otel.file.path=" + this.directory.resolve("spans.jsonl"))
			.run((context) -> {
				endSpan(context);
				assertThat(health(context)).extracting(ExporterHealth::exporter)
					.containsExactlyInAnyOrder("file", "stderr", "console");
				assertThat(health(context)).allMatch((health) -> health.exported() == 1);
			});
	}

	@Test
	void spansWaitOnTheDiskForTheNextRun(CapturedOutput output) {
		ApplicationContextRunner spooled = this.runner.withPropertyValues("telemetry.export.spool.enabled=true",
				"telemetry.export.spool.directory=" + this.directory, "telemetry.otel.timeout=300ms");
		spooled.withPropertyValues("telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint()).run(DiskTests::endSpan);
		assertThat(output).contains("spool=" + this.directory + " (");
		try (OtlpReceiver receiver = OtlpReceiver.grpc()) {
			spooled.withPropertyValues("telemetry.otel.endpoint=" + receiver.endpoint())
				.run((context) -> assertThat(receiver.awaitSpans(1)).singleElement()
					.satisfies((span) -> assertThat(span.name()).isEqualTo("work")));
		}
	}

	@Test
	void aSpoolThatNoExporterUsesIsNotInTheLineAtTheStart(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.export.spool.enabled=true",
					"telemetry.export.spool.directory=" + this.directory, "telemetry.otel.exporter=console")
			.run(DiskTests::endSpan);
		assertThat(output).contains("exporters=[console (").doesNotContain("spool=");
	}

	@Test
	void whatSendsTheSpansOfAnEarlierRunEndsBesideATracerProviderOfTheApplicationToo() throws Exception {
		ApplicationContextRunner spooled = this.runner.withPropertyValues("telemetry.export.spool.enabled=true",
				"telemetry.export.spool.directory=" + this.directory, "telemetry.otel.timeout=300ms");
		spooled.withPropertyValues("telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint()).run(DiskTests::endSpan);
		try (OtlpReceiver receiver = OtlpReceiver.grpc()) {
			spooled.withPropertyValues("telemetry.otel.endpoint=" + receiver.endpoint())
				.withBean(SdkTracerProvider.class, () -> SdkTracerProvider.builder().build())
				.run((context) -> assertThat(receiver.awaitSpans(1)).hasSize(1));
		}
		assertThat(System.getProperties().stringPropertyNames())
			.noneMatch((name) -> name.contains(this.directory.toString()));
	}

	@Test
	void springBootsExporterHasASpoolAsWell() {
		this.runner
			.withPropertyValues("telemetry.export.spool.enabled=true",
					"telemetry.export.spool.directory=" + this.directory,
					"management.opentelemetry.tracing.export.otlp.timeout=300ms",
					"management.opentelemetry.tracing.export.otlp.endpoint=" + OtlpReceiver.unusedEndpoint()
							+ "/v1/traces")
			.run(DiskTests::endSpan);
		assertThat(this.directory.resolve("otlp")).isDirectoryContaining("glob:**.spool");
	}

	@Test
	void nothingIsWrittenUnlessAskedFor() {
		this.runner
			.withPropertyValues("telemetry.export.spool.directory=" + this.directory, "telemetry.otel.timeout=300ms",
					"telemetry.otel.endpoint=" + OtlpReceiver.unusedEndpoint())
			.run(DiskTests::endSpan);
		assertThat(this.directory).isEmptyDirectory();
	}

	private static void endSpan(AssertableApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
	}

	private static List<ExporterHealth> health(AssertableApplicationContext context) {
		return context.getBean(SpanPipelines.class).health();
	}

}

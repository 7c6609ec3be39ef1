package dev.telemetry.autoconfigure.export;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.TelemetryStartupAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.export.local.ConsoleSpanExporter;
import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which exporters there are beside those that the application declares.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExporterSelectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryStartupAutoConfiguration.class,
						TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
						OtlpTracingAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.export.delay=10ms",
				"management.opentelemetry.tracing.export.schedule-delay=10ms");

	@Test
	void aContainerThatSpringBootStartedIsWhereSpansGo(CapturedOutput output) {
		withContainer().run((context) -> {
			assertThat(exporters(context)).singleElement().isInstanceOf(OtlpHttpSpanExporter.class);
			assertThat(output).contains("exporters=[otlp http http://container:32768/v1/traces (connection details)]")
				.doesNotContain(" WARN ");
		});
	}

	@Test
	void aContainerWinsOverTheEndpointOfProduction(CapturedOutput output) {
		withContainer().withPropertyValues("telemetry.otel.endpoint=http://production:4317").run((context) -> {
			assertThat(exporters(context)).singleElement().isInstanceOf(OtlpHttpSpanExporter.class);
			assertThat(output).contains("(connection details)").doesNotContain("production");
		});
	}

	@Test
	void aContainerIsSpokenToByTheTransportOfSpringBoot(CapturedOutput output) {
		withContainer().withPropertyValues("management.opentelemetry.tracing.export.otlp.transport=grpc")
			.run((context) -> {
				assertThat(exporters(context)).singleElement().isInstanceOf(OtlpGrpcSpanExporter.class);
				assertThat(output).contains("otlp grpc http://container:32769");
			});
	}

	@Test
	void theEndpointOfSpringBootIsSpokenToByItsTransport(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.export.otlp.transport=grpc",
					"management.opentelemetry.tracing.export.otlp.endpoint=http://collector:4317")
			.run((context) -> {
				assertThat(exporters(context)).singleElement().isInstanceOf(OtlpGrpcSpanExporter.class);
				assertThat(output).contains("otlp grpc http://collector:4317");
			});
	}

	@Test
	void withoutTheNetworkOnlyOtlpIsLeftOut(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.otel.network=false", "telemetry.otel.exporter=otlp,console",
					"telemetry.otel.endpoint=http://production:4317")
			.run((context) -> {
				assertThat(exporters(context)).hasExactlyElementsOfTypes(ConsoleSpanExporter.class);
				assertThat(output).doesNotContain(" WARN ");
			});
	}

	@Test
	void withoutTheNetworkSpringBootsEndpointIsNotSentToEither(CapturedOutput output) {
		this.runner
			.withPropertyValues("telemetry.otel.network=false",
					"management.opentelemetry.tracing.export.otlp.endpoint=http://production:4318/v1/traces")
			.run((context) -> {
				assertThat(exporters(context)).isEmpty();
				assertThat(output).contains("exporters=none (telemetry.otel.network)").doesNotContain(" WARN ");
			});
	}

	@Test
	void aContainerIsAskedForAndReachedWithoutTheNetworkToo() {
		withContainer().withPropertyValues("telemetry.otel.network=false")
			.run((context) -> assertThat(exporters(context)).singleElement().isInstanceOf(OtlpHttpSpanExporter.class));
	}

	@Test
	void anExporterOfTheApplicationNeedsNoFallback(CapturedOutput output) {
		this.runner.withBean("mine", SpanExporter.class, RecordedSpans::new).run((context) -> {
			assertThat(exporters(context)).singleElement().isInstanceOf(RecordedSpans.class);
			assertThat(output).contains("exporters=[mine (bean)]").doesNotContain(" WARN ");
		});
	}

	@Test
	void whoAsksForOtlpAsWellHearsThatItHasNoEndpoint(CapturedOutput output) {
		this.runner.withBean("mine", SpanExporter.class, RecordedSpans::new)
			.withPropertyValues("telemetry.otel.exporter=otlp")
			.run((context) -> {
				assertThat(exporters(context)).hasExactlyElementsOfTypes(RecordedSpans.class,
						ConsoleSpanExporter.class);
				assertThat(output).contains("there is no endpoint");
			});
	}

	@Test
	void anExporterOfTheApplicationThatIsNamedLikeSpringBootsStays() {
		this.runner.withBean("otlpHttpSpanExporter", OtlpHttpSpanExporter.class, OtlpHttpSpanExporter::getDefault)
			.withPropertyValues("telemetry.otel.endpoint=http://localhost:4317")
			.run((context) -> assertThat(exporters(context)).hasExactlyElementsOfTypes(OtlpHttpSpanExporter.class,
					LazySpanExporter.class));
	}

	@Test
	void noneStillReportsToTheReportersOfTheApplication() {
		RecordingReporter reporter = new RecordingReporter();
		this.runner.withBean(SpanReporter.class, () -> reporter)
			.withPropertyValues("telemetry.otel.exporter=none", "management.tracing.sampling.probability=1.0")
			.run((context) -> {
				context.getBean(Tracer.class).spanBuilder("work").startSpan().end();
				assertThat(context).hasSingleBean(BatchSpanProcessor.class);
				context.getBean(SdkTracerProvider.class).forceFlush().join(5, TimeUnit.SECONDS);
				assertThat(reporter.names).containsExactly("work");
			});
	}

	@Test
	void saysWhoSwitchedExportOff(CapturedOutput output) {
		this.runner.withPropertyValues("management.tracing.export.enabled=false")
			.run((context) -> assertThat(output).contains("exporters=only beans (management.tracing.export.enabled)"));
	}

	private ApplicationContextRunner withContainer() {
		return this.runner.withBean(OtlpTracingConnectionDetails.class, () -> (transport) -> switch (transport) {
			case HTTP -> "http://container:32768/v1/traces";
			case GRPC -> "http://container:32769";
		});
	}

	private static List<SpanExporter> exporters(AssertableApplicationContext context) {
		return context.getBean(SpanExporters.class).list();
	}

	private static final class RecordingReporter implements SpanReporter {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void report(FinishedSpan span) {
			this.names.add(span.getName());
		}

		@Override
		public void close() {
		}

	}

}

package dev.telemetry.autoconfigure.context;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.sampling.EndedRoots;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

class EndedRootsConfigurationTests {

	private final ApplicationContextRunner withoutExporter = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
						TelemetryExportAutoConfiguration.class, TelemetryContextAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none", "telemetry.sampling.ratio=1.0");

	private final ApplicationContextRunner runner = this.withoutExporter.withBean(SpanExporter.class,
			RecordedSpans::new);

	@Test
	void theSamplerWatchesRootsEndSoThatTheSdkHasOneProcessorToCall() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SdkTracerProvider.class).toString())
				.contains("spanProcessor=TailSamplingProcessor");
			assertARootThatEndsWhileItIsCurrentIsNoticed(context);
		});
	}

	@Test
	void withoutTheSamplerRootsAreWatchedAllTheSame() {
		this.runner.withBean(SpanProcessors.class, () -> SpanProcessors.of(List.of())).run((context) -> {
			assertThat(context.getBean(SdkTracerProvider.class).toString()).doesNotContain("TailSamplingProcessor");
			assertARootThatEndsWhileItIsCurrentIsNoticed(context);
		});
	}

	// With none, OpenTelemetry makes no ids from 1.67 on. A second one would cost an
	// iterator for each span.
	@Test
	void withoutAnExporterTheSdkHasThisProcessorToCallAndNoOther() {
		this.withoutExporter.run((context) -> {
			assertThat(context.getBean(SdkTracerProvider.class).toString())
				.contains("spanProcessor=" + EndedRoots.class.getName());
			assertARootThatEndsWhileItIsCurrentIsNoticed(context);
		});
	}

	private static void assertARootThatEndsWhileItIsCurrentIsNoticed(ApplicationContext context) {
		Span root = context.getBean(OpenTelemetry.class).getTracer("mine").spanBuilder("root").startSpan();
		ContextLeaks leaks = context.getBean(ContextLeaks.class);
		try (Scope scope = root.makeCurrent()) {
			root.end();
			assertThat(leaks.begin("a task")).isSameAs(Context.root());
		}
		assertThat(leaks.count()).isOne();
	}

}

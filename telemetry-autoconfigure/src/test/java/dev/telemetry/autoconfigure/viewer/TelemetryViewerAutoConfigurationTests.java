package dev.telemetry.autoconfigure.viewer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.sampling.KeptTraceTarget;
import dev.telemetry.sampling.TailSamplingProcessor;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryViewerAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TelemetryAutoConfiguration.class,
			TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
			TelemetryViewerAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, EndpointAutoConfiguration.class,
			WebEndpointAutoConfiguration.class);

	private static final String[] ON = { "telemetry.enabled=true", "telemetry.otel.exporter=none",
			"telemetry.viewer.enabled=true", "management.endpoint.traces.access=READ_ONLY" };

	private static final String EXPOSED = "management.endpoints.web.exposure.include=traces";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ON);

	@Test
	void isOffUnlessItIsSwitchedOn() {
		this.runner.withPropertyValues(EXPOSED, "telemetry.viewer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceViewer.class)
				.doesNotHaveBean(KeptTraceTarget.class)
				.doesNotHaveBean(TelemetryViewerProperties.class));
	}

	@Test
	void isOnByAnyWordThatSwitchesItOn() {
		this.runner.withPropertyValues(EXPOSED, "telemetry.viewer.enabled=on")
			.run((context) -> assertThat(context).hasSingleBean(TraceViewer.class));
	}

	@Test
	void isOffWithTelemetry() {
		this.runner.withPropertyValues(EXPOSED, "telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceViewer.class));
		this.runner.withPropertyValues(EXPOSED, "telemetry.backend=prom")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceViewer.class));
	}

	@Test
	void holdsNothingWhereNobodyCanLookAndSaysSo() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(TraceViewer.class).doesNotHaveBean(KeptTraceTarget.class);
			assertThat(context.getBean("telemetryViewerCheck", StartupCheck.class).problem())
				.contains("management.endpoints.web.exposure.include");
		});
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.traces.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceViewer.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ON)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TraceViewer.class));
		this.runner.withPropertyValues(EXPOSED, "management.server.port=-1")
			.run((context) -> assertThat(context).doesNotHaveBean(TraceViewer.class)
				.doesNotHaveBean(TracesEndpoint.class));
	}

	@Test
	void anApplicationStartsWithoutTheAutoConfigurationOfEndpoints() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
							TelemetrySamplingAutoConfiguration.class, TelemetryViewerAutoConfiguration.class,
							OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
			.withPropertyValues(ON)
			.withPropertyValues(EXPOSED)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(TraceViewer.class);
				assertThat(context.getBean("telemetryViewerCheck", StartupCheck.class).problem())
					.contains("WebEndpointAutoConfiguration");
			});
	}

	@Test
	void needsNoExporter() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context).hasSingleBean(TracesEndpoint.class);
			assertThat(context.getBean("telemetryViewerCheck", StartupCheck.class).problem()).isNull();
			assertThat(context.getBean(SpanProcessors.class).list())
				.hasAtLeastOneElementOfType(TailSamplingProcessor.class);
		});
	}

	@Test
	void saysWhereTracesAreKeptInAContextAbove() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ON)
			.run((parent) -> this.runner.withPropertyValues(EXPOSED)
				.withParent(parent)
				.run((context) -> assertThat(
						context.getBeansOfType(StartupCheck.class).get("telemetryViewerTracesCheck").problem())
					.contains("in the context above")));
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(
					context.getBeansOfType(StartupCheck.class).get("telemetryViewerTracesCheck").problem())
				.isNull());
	}

}

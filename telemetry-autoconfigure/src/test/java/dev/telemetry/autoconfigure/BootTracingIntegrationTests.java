package dev.telemetry.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.SpanCustomizer;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport.ConditionAndOutcomes;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Import filters only run in a real application.
 */
@ExtendWith({ OutputCaptureExtension.class, TelemetryLeakCheck.class })
class BootTracingIntegrationTests {

	private static final String TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
			+ "OpenTelemetryTracingAutoConfiguration";

	@Test
	void offLeavesOutBootsTracingAndSaysWhy() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).isEmpty();
			assertThat(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(TRACING)
				.iterator()
				.next()
				.getOutcome()
				.getMessage()).contains("telemetry makes no traces");
		}
	}

	@Test
	void offLeavesOutAllThatIsSwitchedAndSaysWhy() {
		try (ConfigurableApplicationContext context = run()) {
			Map<String, ConditionAndOutcomes> report = ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource();
			assertThat(switched()).isNotEmpty().allSatisfy((type) -> {
				assertThat(context.getBeanNamesForType(type)).isEmpty();
				assertThat(report.get(type.getName())).anySatisfy((outcome) -> {
					assertThat(outcome.getCondition()).isInstanceOf(OnTelemetryCondition.class);
					assertThat(outcome.getOutcome().getMessage()).contains("telemetry.enabled is not true")
						.contains("or opentelemetry-context is missing");
				});
			});
		}
	}

	@Test
	void onlyWhatIsSwitchedIsLeftOutWhileOff() {
		assertThat(AutoConfigurations.all()).filteredOn((type) -> TelemetryImportFilter.isSwitched(type.getName()))
			.containsExactlyElementsOf(switched());
	}

	private static List<Class<?>> switched() {
		return Arrays.stream(AutoConfigurations.all())
			.filter((type) -> type.isAnnotationPresent(ConditionalOnTelemetry.class))
			.toList();
	}

	@Test
	void offSuppliesWhatApplicationsInject() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop());
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
			assertThat(context.getBean(Propagator.class)).isSameAs(Propagator.NOOP);
			assertThat(context.getBean(io.opentelemetry.api.trace.Tracer.class)).isNotNull();
			assertThat(context.getBean(CurrentTraceContext.class)).isSameAs(CurrentTraceContext.NOOP);
			assertThat(context.getBean(SpanCustomizer.class)).isSameAs(SpanCustomizer.NOOP);
			assertThat(context.getBean(ContextPropagators.class)).isSameAs(ContextPropagators.noop());
		}
	}

	@Test
	void promLeavesOutBootsTracing() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true", "--telemetry.backend=prom")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).isEmpty();
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
		}
	}

	@Test
	void offLeavesTracingThatIsConfiguredAlone() {
		try (ConfigurableApplicationContext context = runExporting("--management.tracing.sampling.probability=0.5")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).hasSize(1);
			assertThat(context.getBean(Tracer.class)).isNotSameAs(Tracer.NOOP);
		}
	}

	@Test
	void offLeavesTracingAloneWhereItIsNotManaged() {
		try (ConfigurableApplicationContext context = runExporting("--telemetry.manage-boot-tracing=false")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).hasSize(1);
		}
	}

	@Test
	void offLeavesOutTracingThatIsConfiguredWhereItIsManaged() {
		try (ConfigurableApplicationContext context = run("--telemetry.manage-boot-tracing=true",
				"--management.tracing.sampling.probability=0.5")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).isEmpty();
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
		}
	}

	@Test
	void offTakesNoDefaultOfDevToolsForAWishToTrace() {
		SpringApplication application = application();
		application.addListeners((ApplicationEnvironmentPreparedEvent event) -> event.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("devtools", Map.of("management.tracing.sampling.probability", "1.0"))));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).isEmpty();
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
		}
	}

	@Test
	void onNeedsNoThreadForLogsThatNobodyExports() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true",
				"--telemetry.otel.exporter=none")) {
			assertThat(context.getBeanNamesForType(SdkLoggerProvider.class)).isEmpty();
		}
	}

	@Test
	void onKeepsTheLogExportThatIsConfigured() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true", "--telemetry.otel.exporter=none",
				"--management.opentelemetry.logging.export.schedule-delay=10ms")) {
			assertThat(context.getBeanNamesForType(SdkLoggerProvider.class)).hasSize(1);
		}
	}

	@Test
	void offHasAPrometheusRegistryForThoseWhoAskForIt(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(MeterRegistry.class)).isNotInstanceOf(PrometheusMeterRegistry.class);
			assertThat(output).doesNotContain("PrometheusMeterRegistry is asked for");
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape()).contains("jvm_info");
			assertThat(output).contains("Set management.prometheus.metrics.export.enabled to true");
		}
	}

	@Test
	void offAddsNoPrometheusRegistryWhereTheApplicationWantsNone() {
		try (ConfigurableApplicationContext context = run("--management.prometheus.metrics.export.enabled=false")) {
			assertThat(context.getBeanNamesForType(PrometheusMeterRegistry.class)).isEmpty();
		}
	}

	@Test
	void aSwitchThatComesTooLateIsSaid(CapturedOutput output) {
		SpringApplication application = application();
		application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("late",
					Map.of("telemetry.enabled", "true", "telemetry.otel.exporter", "none"))));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(output).contains("telemetry.enabled was set too late");
		}
	}

	@Test
	void onUsesBootsTracing() {
		try (ConfigurableApplicationContext context = run("--telemetry.enabled=true",
				"--telemetry.otel.exporter=none")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(OpenTelemetry.class)).hasSize(1);
		}
	}

	private static ConfigurableApplicationContext run(String... args) {
		return application().run(args);
	}

	private static ConfigurableApplicationContext runExporting(String... args) {
		SpringApplication application = application();
		application.addPrimarySources(List.of(Exporting.class));
		return application.run(args);
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Its thread ends soon after the application, not at the end of the 5 seconds that
	 * Spring Boot's waits: a property for that one would ask for its tracing.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Exporting {

		@Bean
		BatchSpanProcessor processor() {
			return BatchSpanProcessor.builder(SpanExporter.composite()).setScheduleDelay(Duration.ofMillis(10)).build();
		}

	}

}

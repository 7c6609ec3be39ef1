package dev.telemetry.autoconfigure;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Import filters only run in a real application.
 */
@ExtendWith(TelemetryLeakCheck.class)
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
				.getMessage()).contains("traces are off");
		}
	}

	@Test
	void offSuppliesWhatApplicationsInject() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop());
			assertThat(context.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
			assertThat(context.getBean(Propagator.class)).isSameAs(Propagator.NOOP);
			assertThat(context.getBean(io.opentelemetry.api.trace.Tracer.class)).isNotNull();
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
		try (ConfigurableApplicationContext context = run("--management.tracing.sampling.probability=0.5")) {
			assertThat(context.getBeanNamesForType(SdkTracerProvider.class)).hasSize(1);
			assertThat(context.getBean(Tracer.class)).isNotSameAs(Tracer.NOOP);
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
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(args);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

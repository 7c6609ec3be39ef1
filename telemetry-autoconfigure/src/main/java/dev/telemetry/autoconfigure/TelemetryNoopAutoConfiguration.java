package dev.telemetry.autoconfigure;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.names.Instrumentation;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for beans that do nothing, so that
 * an application which injects a tracer starts with traces off as well. Comes last:
 * Spring Boot must not find a tracer to build on.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration" })
@Conditional(OnBootTracingLeftOutCondition.class)
public final class TelemetryNoopAutoConfiguration {

	TelemetryNoopAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OpenTelemetry.class)
	static class OpenTelemetryConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OpenTelemetry telemetryNoopOpenTelemetry() {
			return OpenTelemetry.noop();
		}

		@Bean
		@ConditionalOnMissingBean
		io.opentelemetry.api.trace.Tracer telemetryNoopOpenTelemetryTracer(OpenTelemetry openTelemetry) {
			return openTelemetry.getTracer(Instrumentation.SCOPE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class MicrometerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Tracer telemetryNoopTracer() {
			return Tracer.NOOP;
		}

		@Bean
		@ConditionalOnMissingBean
		Propagator telemetryNoopPropagator() {
			return Propagator.NOOP;
		}

	}

}

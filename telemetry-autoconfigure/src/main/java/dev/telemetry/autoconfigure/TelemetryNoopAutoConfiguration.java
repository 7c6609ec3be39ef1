package dev.telemetry.autoconfigure;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.SpanCustomizer;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;

import dev.telemetry.names.Instrumentation;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.worker.Workers;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for beans that applications inject,
 * in each state of the switch and whatever jar is missing: switching telemetry off must
 * not keep an application from starting. It comes last, so that all other beans replace
 * its own. Test slices have no other auto-configuration of telemetry. Its beans are lazy,
 * so that their classes are loaded only if they are needed.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "dev.telemetry.autoconfigure.TelemetryRecorderAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
public final class TelemetryNoopAutoConfiguration {

	TelemetryNoopAutoConfiguration() {
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	TelemetryRecorder telemetryNoopRecorder() {
		return TelemetryRecorder.noop();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	Workers telemetryNoopWorkers() {
		return Workers.noop();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OpenTelemetry.class, ContextPropagators.class })
	static class OpenTelemetryConfiguration {

		static final String BEAN = "telemetryNoopOpenTelemetry";

		// With the Java agent, the global instance is that of the agent.
		@Bean(BEAN)
		@Lazy
		@ConditionalOnMissingBean
		OpenTelemetry telemetryNoopOpenTelemetry() {
			return (ForeignTracing.find(null) == ForeignTracing.JAVA_AGENT) ? GlobalOpenTelemetry.get()
					: OpenTelemetry.noop();
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ContextPropagators telemetryNoopContextPropagators() {
			return ContextPropagators.noop();
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		io.opentelemetry.api.trace.Tracer telemetryNoopOpenTelemetryTracer(OpenTelemetry openTelemetry) {
			return openTelemetry.getTracer(Instrumentation.SCOPE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	// One name stands for all four beans: looking up each by its type
	// takes a millisecond.
	@ConditionalOnMissingBean(name = BootTracing.TRACING_CONFIGURATION)
	static class MicrometerConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		Tracer telemetryNoopTracer() {
			return Tracer.NOOP;
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		CurrentTraceContext telemetryNoopCurrentTraceContext() {
			return CurrentTraceContext.NOOP;
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		SpanCustomizer telemetryNoopSpanCustomizer() {
			return SpanCustomizer.NOOP;
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		Propagator telemetryNoopPropagator() {
			return Propagator.NOOP;
		}

	}

}

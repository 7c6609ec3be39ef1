package dev.telemetry.autoconfigure.metrics;

import io.micrometer.tracing.Tracer;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.decision.RootDecider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for exemplars, which point only to
 * kept traces. Separate from the other meters, because those come after the registry,
 * which needs this bean.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
		afterName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass({ SpanContext.class, Tracer.class, io.opentelemetry.api.trace.Span.class })
@ConditionalOnBean(Tracer.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
public final class TelemetryExemplarsAutoConfiguration {

	TelemetryExemplarsAutoConfiguration() {
	}

	// Spring Boot's property can exclude exemplars; all its other values mean the same.
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = PropertyNames.EXEMPLARS, havingValue = "sampled-traces", matchIfMissing = true)
	SpanContext telemetryExemplarSpanContext(ObjectProvider<RootDecider> decider) {
		return new KeptSpanContext(decider);
	}

}

package dev.telemetry.autoconfigure.web.reactive;

import io.micrometer.observation.Observation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.web.TelemetryHttpProperties;
import dev.telemetry.health.InternalFailures;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for requests to WebFlux.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ ServerRequestObservationContext.class, Observation.class, WebServerInitializedEvent.class })
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryHttpProperties.class)
@Import({ TracedRequestsConfiguration.class, MeasuredRequestsConfiguration.class, ReactiveStartupConfiguration.class })
public final class TelemetryWebFluxAutoConfiguration {

	TelemetryWebFluxAutoConfiguration() {
	}

	@Bean
	@ConditionalOnSwitchedOn(PropertyNames.HTTP_ENABLED)
	ThrownErrors telemetryThrownErrors(InternalFailures failures) {
		return new ThrownErrors(failures);
	}

}

package dev.telemetry.autoconfigure.context;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Replaces the SDK while it is disabled: there are no spans, and the context of a caller
 * is passed on unchanged, as the specification of {@code OTEL_SDK_DISABLED} demands.
 * Spring Boot's replacement would create ids and mark them as sampled.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = PropertyNames.SDK_ENABLED, havingValue = false)
@ConditionalOnMissingBean(OpenTelemetry.class)
class DisabledSdkConfiguration {

	@Bean
	OpenTelemetry telemetryPropagatingOpenTelemetry(ObjectProvider<ContextPropagators> propagators) {
		return OpenTelemetry.propagating(propagators.getIfAvailable(ContextPropagators::noop));
	}

	@Bean
	@Order(1)
	StartupDetail telemetryDisabledSdkStartupDetail(PropertyOrigins origins) {
		return StartupDetail.of("traces", "disabled", origins.setBy(PropertyNames.SDK_ENABLED));
	}

}

package dev.telemetry.autoconfigure.web;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Lets Spring Boot's server observation step back. Two filters would give each request
 * two spans and two measurements.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ ServerHttpObservationFilter.class, ObservationRegistry.class })
@ConditionalOnBean(name = TelemetryFilterRegistration.NAME)
class DisabledServerObservationConfiguration {

	// Spring Boot's own registration steps back for exactly this type.
	@Bean
	FilterRegistrationBean<ServerHttpObservationFilter> telemetryDisabledServerObservation() {
		FilterRegistrationBean<ServerHttpObservationFilter> registration = new FilterRegistrationBean<>(
				new ServerHttpObservationFilter(ObservationRegistry.NOOP));
		// Spring Boot logs at INFO that a filter of this name "was not
		// registered (disabled)".
		registration.setName("serverHttpObservationFilter, replaced by that of telemetry,");
		registration.setEnabled(false);
		return registration;
	}

}

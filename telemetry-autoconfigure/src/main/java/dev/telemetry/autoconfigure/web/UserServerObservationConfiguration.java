package dev.telemetry.autoconfigure.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Says that requests are left to Spring Boot because the application has changed how they
 * are observed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "telemetry.http.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(name = "telemetryFilter")
class UserServerObservationConfiguration {

	static final String CONVENTION = "org.springframework.http.server.observation.ServerRequestObservationConvention";

	private static final Logger logger = LoggerFactory.getLogger(TelemetryWebAutoConfiguration.class);

	@Bean
	SmartInitializingSingleton telemetryUserServerObservationWarning() {
		return () -> logger.warn("Requests are observed by Spring Boot, because the application has a "
				+ "ServerRequestObservationConvention or registers a ServerHttpObservationFilter. "
				+ "To keep it and silence this line, set telemetry.http.enabled to false; "
				+ "to use the filter of telemetry, remove it.");
	}

}

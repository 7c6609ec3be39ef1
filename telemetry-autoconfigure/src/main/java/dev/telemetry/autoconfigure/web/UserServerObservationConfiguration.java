package dev.telemetry.autoconfigure.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Says that requests are left to Spring Boot because the application has a convention of
 * its own for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "telemetry.http.enabled", matchIfMissing = true)
@ConditionalOnBean(type = UserServerObservationConfiguration.CONVENTION)
class UserServerObservationConfiguration {

	static final String CONVENTION = "org.springframework.http.server.observation.ServerRequestObservationConvention";

	private static final Logger logger = LoggerFactory.getLogger(TelemetryWebAutoConfiguration.class);

	@Bean
	SmartInitializingSingleton telemetryUserServerObservationWarning() {
		return () -> logger.warn("Requests are observed by Spring Boot, because there is a bean of type {}. "
				+ "To keep it and this line away, set telemetry.http.enabled to false; "
				+ "to use the filter of telemetry, remove the bean.", CONVENTION);
	}

}

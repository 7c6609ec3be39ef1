package dev.telemetry.autoconfigure.web;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.StartupCheck;
import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Reports that requests are left to Spring Boot: either the properties say so, or the
 * application has changed how requests are observed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(name = TelemetryFilterRegistration.NAME)
class UserServerObservationConfiguration {

	private static final String ENABLED_PROPERTY = OnServerObservationUnchangedCondition.ENABLED_PROPERTY;

	private final boolean enabled;

	private final @Nullable String changedBy;

	UserServerObservationConfiguration(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.enabled = OnServerObservationUnchangedCondition.isEnabled(environment, true);
		this.changedBy = (this.enabled) ? OnServerObservationUnchangedCondition.changedBy(beanFactory, environment)
				: null;
	}

	@Bean
	@Order(5)
	StartupDetail telemetryRequestsStartupDetail(PropertyOrigins origins) {
		return StartupDetail.of("requests", "Spring Boot",
				(this.enabled) ? "bean " + this.changedBy : origins.setBy(ENABLED_PROPERTY));
	}

	@Bean
	StartupCheck telemetryServerObservationCheck() {
		return () -> problem(this.changedBy);
	}

	static @Nullable String problem(@Nullable String changedBy) {
		if (changedBy == null) {
			return null;
		}
		return "Requests are observed by Spring Boot, because bean '" + changedBy + "' changes how that is done. "
				+ "To keep it and silence this line, set " + ENABLED_PROPERTY + " to false; to use the filter "
				+ "of telemetry all the same, set it to true, or remove the bean if it registers a filter.";
	}

}

package dev.telemetry.autoconfigure.web.reactive;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * Configures the detail of the startup message about requests.
 */
@Configuration(proxyBeanMethods = false)
class ReactiveStartupConfiguration {

	private static final String NO_IDS = ", without trace ids in log lines unless " + PropertyNames.REACTOR_PROPAGATION
			+ "=auto";

	@Bean
	@Order(5)
	StartupDetail telemetryRequestsStartupDetail(ConfigurableListableBeanFactory beanFactory, Environment environment,
			PropertyOrigins origins) {
		boolean traced = beanFactory.containsBean(TracedRequestsConfiguration.HANDLER);
		boolean propagated = "auto".equalsIgnoreCase(environment.getProperty(PropertyNames.REACTOR_PROPAGATION));
		return StartupDetail.of("requests", (traced) ? "telemetry" : "Spring Boot",
				origins.setBy(PropertyNames.HTTP_ENABLED) + ", WebFlux" + ((propagated) ? "" : NO_IDS));
	}

}

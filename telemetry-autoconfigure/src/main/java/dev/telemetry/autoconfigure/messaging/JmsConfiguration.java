package dev.telemetry.autoconfigure.messaging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;

/**
 * Adapts containers and templates of JMS, with or without spans.
 */
@Configuration(proxyBeanMethods = false)
class JmsConfiguration {

	@Bean
	static JmsPostProcessor telemetryJmsPostProcessor(ObjectProvider<MessageObservations> observations,
			ObjectProvider<InternalFailures> failures) {
		return new JmsPostProcessor(observations::getObject, failures::getObject);
	}

}

package dev.telemetry.autoconfigure.messaging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;

/**
 * What is done to containers and templates of JMS, be there spans or measurements only.
 */
@Configuration(proxyBeanMethods = false)
class JmsConfiguration {

	@Bean
	static JmsPostProcessor telemetryJmsPostProcessor(ObjectProvider<MessageObservations> observations,
			ObjectProvider<InternalFailures> failures) {
		return new JmsPostProcessor(observations::getObject, failures::getObject);
	}

}

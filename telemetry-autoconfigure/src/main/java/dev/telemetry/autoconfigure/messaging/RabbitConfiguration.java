package dev.telemetry.autoconfigure.messaging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;

/**
 * Adapts containers and templates of RabbitMQ, with or without spans.
 */
@Configuration(proxyBeanMethods = false)
class RabbitConfiguration {

	@Bean
	static RabbitPostProcessor telemetryRabbitPostProcessor(ObjectProvider<MessageObservations> observations,
			ObjectProvider<MessageContexts> contexts, ObjectProvider<InternalFailures> failures) {
		return new RabbitPostProcessor(observations::getObject, contexts::getObject, failures::getObject);
	}

}

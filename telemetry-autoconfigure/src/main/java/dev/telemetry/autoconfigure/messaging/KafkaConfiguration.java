package dev.telemetry.autoconfigure.messaging;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;

/**
 * Adapts containers and templates of Kafka, with or without spans.
 */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

	@Bean
	static KafkaPostProcessor telemetryKafkaPostProcessor(ObjectProvider<MessageObservations> observations,
			ObjectProvider<KafkaConsumerThreads> threads, ObjectProvider<KafkaGroups> groups,
			ObjectProvider<InternalFailures> failures) {
		return new KafkaPostProcessor(observations::getObject, threads::getObject, groups::getObject,
				failures::getObject);
	}

	@Bean
	KafkaContainers telemetryKafkaContainers(MessageObservations observations, KafkaConsumerThreads threads,
			InternalFailures failures) {
		return new KafkaContainers(threads, observations.registry(), failures);
	}

}

package dev.telemetry.autoconfigure.messaging;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Beans that all messaging systems share.
 */
@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {

	@Bean
	MessageContexts telemetryMessageContexts(ObjectProvider<OpenTelemetry> openTelemetry, InternalFailures failures) {
		return new MessageContexts(openTelemetry::getObject, failures);
	}

	@Bean
	MessageOperations telemetryMessageOperations(ObjectProvider<TelemetryRecorder> recorder) {
		return new MessageOperations(recorder::getObject);
	}

	@Bean
	MessageObservations telemetryMessageObservations(ObjectProvider<MessageHandlers> handlers) {
		return new MessageObservations(handlers::stream);
	}

}

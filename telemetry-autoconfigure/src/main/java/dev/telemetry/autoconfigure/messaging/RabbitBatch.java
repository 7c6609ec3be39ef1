package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.Observation;
import org.springframework.amqp.core.Message;

/**
 * Context of the observation of a batch of RabbitMQ messages, of which there is at least
 * one.
 */
final class RabbitBatch extends Observation.Context {

	private final List<Message> messages;

	RabbitBatch(List<Message> messages) {
		this.messages = messages;
	}

	List<Message> messages() {
		return this.messages;
	}

}

package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Context of the observation of a batch of Kafka records.
 */
final class KafkaBatch extends Observation.Context {

	private final ConsumerRecords<?, ?> messages;

	private final @Nullable String group;

	private final int attempt;

	KafkaBatch(ConsumerRecords<?, ?> messages, @Nullable String group, int attempt) {
		this.messages = messages;
		this.group = group;
		this.attempt = attempt;
	}

	ConsumerRecords<?, ?> messages() {
		return this.messages;
	}

	@Nullable String group() {
		return this.group;
	}

	int attempt() {
		return this.attempt;
	}

}

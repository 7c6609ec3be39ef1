package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of jobs that a message has started, and of {@code message.send} spans, as
 * OpenTelemetry names them.
 *
 * @since 0.1.0
 */
public final class MessagingAttributes {

	/** {@code kafka}, {@code jms} or {@code rabbitmq}. */
	public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	/** {@code process} or {@code send}. */
	public static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");

	/** The topic, queue or exchange. */
	public static final AttributeKey<String> DESTINATION_NAME = AttributeKey.stringKey("messaging.destination.name");

	/** The partition of a topic of Kafka. */
	public static final AttributeKey<String> PARTITION_ID = AttributeKey
		.stringKey("messaging.destination.partition.id");

	/** The group that the listener is in. */
	public static final AttributeKey<String> CONSUMER_GROUP = AttributeKey.stringKey("messaging.consumer.group.name");

	/** The offset of a record of Kafka. */
	public static final AttributeKey<Long> KAFKA_OFFSET = AttributeKey.longKey("messaging.kafka.offset");

	/** How many messages a listener was given at once. */
	public static final AttributeKey<Long> BATCH_COUNT = AttributeKey.longKey("messaging.batch.message_count");

	/** Id of the message, where it has one. */
	public static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");

	/** The routing key of a message of RabbitMQ. */
	public static final AttributeKey<String> ROUTING_KEY = AttributeKey
		.stringKey("messaging.rabbitmq.destination.routing_key");

	private MessagingAttributes() {
	}

}

package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import org.springframework.kafka.support.micrometer.KafkaRecordSenderContext;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.MessagingAttributes;

/**
 * Kafka records that listeners receive one by one. Thread safe.
 */
final class KafkaRecords implements MessagingSystem<KafkaRecordReceiverContext> {

	static final String KAFKA = "kafka";

	private final KafkaConsumerThreads threads;

	private final KafkaGroups groups;

	private final MessageContexts contexts;

	KafkaRecords(KafkaConsumerThreads threads, KafkaGroups groups, MessageContexts contexts) {
		this.threads = threads;
		this.groups = groups;
		this.contexts = contexts;
	}

	static Context parent(MessageContexts contexts, ConsumerRecord<?, ?> message) {
		return contexts.received((key) -> KafkaHeader.bytes(message, key));
	}

	static Throwable listenerFailure(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof ListenerExecutionFailedException && cause != null) ? cause : failure;
	}

	/**
	 * Describes a record that is sent.
	 */
	static void describeSent(Span span, KafkaRecordSenderContext context) {
		span.setAttribute(MessagingAttributes.SYSTEM, KAFKA);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, SentMessages.SEND);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, context.getDestination());
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof KafkaRecordReceiverContext;
	}

	@Override
	public boolean begin(KafkaRecordReceiverContext context, MessageRun run) {
		KafkaConsumerThread thread = this.threads.current();
		run.attempt(thread.attempt(context.getRecord()));
		run.cutOff(thread.isToldOfEnds());
		return thread.begin(context);
	}

	@Override
	public String queue(KafkaRecordReceiverContext context) {
		return context.getRecord().topic();
	}

	@Override
	public String type(KafkaRecordReceiverContext context) {
		return this.groups.type(queue(context), context.getGroupId());
	}

	@Override
	public Context parent(KafkaRecordReceiverContext context) {
		return parent(this.contexts, context.getRecord());
	}

	@Override
	public Throwable cause(Throwable failure) {
		return listenerFailure(failure);
	}

	@Override
	public void describe(Span span, KafkaRecordReceiverContext context) {
		ConsumerRecord<?, ?> message = context.getRecord();
		span.setAttribute(MessagingAttributes.SYSTEM, KAFKA);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, PROCESS);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, message.topic());
		span.setAttribute(MessagingAttributes.PARTITION_ID, Integer.toString(message.partition()));
		span.setAttribute(MessagingAttributes.KAFKA_OFFSET, message.offset());
		if (context.getGroupId() != null) {
			span.setAttribute(MessagingAttributes.CONSUMER_GROUP, context.getGroupId());
		}
		MessageRun run = MessageRun.of(context);
		int attempt = attempt(message, (run != null) ? run.attempt() : 0);
		if (attempt > 1) {
			span.setAttribute(JobAttributes.ATTEMPT, attempt);
		}
		String original = original(message);
		if (original != null) {
			span.setAttribute(JobAttributes.ORIGINAL_QUEUE, original);
		}
	}

	private static int attempt(ConsumerRecord<?, ?> message, int here) {
		int onTopics = KafkaHeader.attempts(message, RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS);
		return Math.max(Math.max(onTopics, here), KafkaHeader.attempts(message, KafkaHeaders.DELIVERY_ATTEMPT));
	}

	private static @Nullable String original(ConsumerRecord<?, ?> message) {
		String retried = KafkaHeader.topic(message, KafkaHeaders.ORIGINAL_TOPIC);
		return (retried != null) ? retried : KafkaHeader.topic(message, KafkaHeaders.DLT_ORIGINAL_TOPIC);
	}

}

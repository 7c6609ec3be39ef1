package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.MessagingAttributes;

/**
 * Batches of Kafka records. Each batch is a trace of its own, with links to the senders
 * of its records. Thread safe.
 */
final class KafkaBatches implements MessagingSystem<KafkaBatch> {

	private static final String SEVERAL = "several";

	private final KafkaGroups groups;

	private final MessageContexts contexts;

	KafkaBatches(KafkaGroups groups, MessageContexts contexts) {
		this.groups = groups;
		this.contexts = contexts;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof KafkaBatch;
	}

	@Override
	public String queue(KafkaBatch context) {
		String topic = null;
		for (TopicPartition partition : context.messages().partitions()) {
			if (topic != null && !topic.equals(partition.topic())) {
				return SEVERAL;
			}
			topic = partition.topic();
		}
		return (topic != null) ? topic : SEVERAL;
	}

	@Override
	public String type(KafkaBatch context) {
		return this.groups.type(queue(context), context.group());
	}

	@Override
	public Context parent(KafkaBatch context) {
		return Context.root();
	}

	@Override
	public Throwable cause(Throwable failure) {
		return KafkaRecords.listenerFailure(failure);
	}

	@Override
	public void describe(Span span, KafkaBatch context) {
		span.setAttribute(MessagingAttributes.SYSTEM, KafkaRecords.KAFKA);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, PROCESS);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, queue(context));
		span.setAttribute(MessagingAttributes.BATCH_COUNT, context.messages().count());
		String group = context.group();
		if (group != null) {
			span.setAttribute(MessagingAttributes.CONSUMER_GROUP, group);
		}
		if (context.attempt() > 1) {
			span.setAttribute(JobAttributes.ATTEMPT, context.attempt());
		}
		BatchLinks links = new BatchLinks(span);
		for (ConsumerRecord<?, ?> message : context.messages()) {
			if (!links.add(KafkaRecords.parent(this.contexts, message))) {
				return;
			}
		}
	}

}

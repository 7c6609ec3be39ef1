package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.MessagingAttributes;

/**
 * Batches of records. One is a trace of its own, with links to what has sent its records.
 * Thread safe.
 */
final class KafkaBatches implements MessagingSystem<KafkaBatch> {

	/** As many as the SDK takes by default. */
	private static final int MAX_LINKS = 128;

	private static final String SEVERAL = "several";

	private final MessageContexts contexts;

	KafkaBatches(MessageContexts contexts) {
		this.contexts = contexts;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof KafkaBatch;
	}

	@Override
	public boolean begin(KafkaBatch context, MessageRun run) {
		return true;
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
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, KafkaRecords.PROCESS);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, queue(context));
		span.setAttribute(MessagingAttributes.BATCH_COUNT, context.messages().count());
		String group = context.group();
		if (group != null) {
			span.setAttribute(MessagingAttributes.CONSUMER_GROUP, group);
		}
		link(span, context);
	}

	// Records of one sender come one after the other.
	private void link(Span span, KafkaBatch context) {
		int links = 0;
		SpanContext before = null;
		for (ConsumerRecord<?, ?> message : context.messages()) {
			SpanContext sender = Span.fromContext(KafkaRecords.parent(this.contexts, message)).getSpanContext();
			if (isNew(sender, before)) {
				span.addLink(sender);
				before = sender;
				if (++links == MAX_LINKS) {
					return;
				}
			}
		}
	}

	private static boolean isNew(SpanContext sender, @Nullable SpanContext before) {
		return sender.isValid() && (before == null || !before.getSpanId().equals(sender.getSpanId()));
	}

}

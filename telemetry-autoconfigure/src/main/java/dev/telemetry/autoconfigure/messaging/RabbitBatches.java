package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.springframework.amqp.core.Message;

import dev.telemetry.names.MessagingAttributes;

/**
 * Batches of RabbitMQ messages. Each batch is a trace of its own, with links to the
 * senders of its messages. Thread safe.
 */
final class RabbitBatches implements MessagingSystem<RabbitBatch> {

	private final MessageContexts contexts;

	RabbitBatches(MessageContexts contexts) {
		this.contexts = contexts;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof RabbitBatch;
	}

	// A batch may contain messages of all queues of the listener.
	@Override
	public String queue(RabbitBatch context) {
		return RabbitReceived.queue(context.messages().get(0).getMessageProperties().getConsumerQueue());
	}

	@Override
	public Context parent(RabbitBatch context) {
		return Context.root();
	}

	@Override
	public Throwable cause(Throwable failure) {
		return RabbitReceived.listenerFailure(failure);
	}

	@Override
	public void describe(Span span, RabbitBatch context) {
		span.setAttribute(MessagingAttributes.SYSTEM, RabbitReceived.RABBITMQ);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, PROCESS);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, queue(context));
		span.setAttribute(MessagingAttributes.BATCH_COUNT, context.messages().size());
		BatchLinks links = new BatchLinks(span);
		for (Message message : context.messages()) {
			if (!links.add(RabbitReceived.parent(this.contexts, message))) {
				return;
			}
		}
	}

}

package dev.telemetry.autoconfigure.messaging;

import io.micrometer.jakarta9.instrument.jms.JmsProcessObservationContext;
import io.micrometer.jakarta9.instrument.jms.JmsPublishObservationContext;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.jms.Message;
import org.springframework.jms.listener.adapter.ListenerExecutionFailedException;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.MessagingAttributes;

/**
 * JMS messages that listeners receive. Thread safe.
 */
final class JmsReceived implements MessagingSystem<JmsProcessObservationContext> {

	private static final String JMS = "jms";

	/**
	 * Property with the address from which Artemis has moved an undeliverable message.
	 */
	private static final String ORIGINAL_ADDRESS = "_AMQ_ORIG_ADDRESS";

	private final MessageContexts contexts;

	JmsReceived(MessageContexts contexts) {
		this.contexts = contexts;
	}

	/**
	 * Describes a message that is sent.
	 */
	static void describeSent(Span span, JmsPublishObservationContext context) {
		span.setAttribute(MessagingAttributes.SYSTEM, JMS);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, SentMessages.SEND);
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, JmsMessages.name(context.getCarrier()));
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof JmsProcessObservationContext;
	}

	@Override
	public String queue(JmsProcessObservationContext context) {
		return JmsMessages.name(context.getCarrier());
	}

	@Override
	public Context parent(JmsProcessObservationContext context) {
		return this.contexts.received((key) -> JmsMessages.property(context.getCarrier(), key));
	}

	@Override
	public Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof ListenerExecutionFailedException && cause != null) ? cause : failure;
	}

	@Override
	public void describe(Span span, JmsProcessObservationContext context) {
		span.setAttribute(MessagingAttributes.SYSTEM, JMS);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, PROCESS);
		Message message = context.getCarrier();
		span.setAttribute(MessagingAttributes.DESTINATION_NAME, JmsMessages.name(message));
		if (message == null) {
			return;
		}
		String id = JmsMessages.id(message);
		if (id != null) {
			span.setAttribute(MessagingAttributes.MESSAGE_ID, id);
		}
		int deliveries = JmsMessages.deliveries(message);
		if (deliveries > 1) {
			span.setAttribute(JobAttributes.ATTEMPT, deliveries);
		}
		String original = JmsMessages.property(message, ORIGINAL_ADDRESS);
		if (original != null) {
			span.setAttribute(JobAttributes.ORIGINAL_QUEUE, original);
		}
	}

}

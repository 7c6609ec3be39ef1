package dev.telemetry.autoconfigure.messaging;

import com.rabbitmq.client.LongString;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.listener.ListenerExecutionFailedException;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageReceiverContext;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageSenderContext;

import dev.telemetry.names.JobAttributes;
import dev.telemetry.names.MessagingAttributes;

/**
 * RabbitMQ messages that listeners receive one by one. Thread safe.
 */
final class RabbitReceived implements MessagingSystem<RabbitMessageReceiverContext> {

	static final String RABBITMQ = "rabbitmq";

	/** Header with the first queue from which the broker has dead-lettered a message. */
	private static final String FIRST_DEATH_QUEUE = "x-first-death-queue";

	/** Header with the number of earlier deliveries by a quorum queue. */
	private static final String DELIVERY_COUNT = "x-delivery-count";

	/** Name for all queues with generated names. */
	private static final String ANONYMOUS = "anonymous";

	private static final String UNKNOWN = "unknown";

	private final MessageContexts contexts;

	RabbitReceived(MessageContexts contexts) {
		this.contexts = contexts;
	}

	/**
	 * Describes a message that is sent.
	 */
	static void describeSent(Span span, RabbitMessageSenderContext context) {
		span.setAttribute(MessagingAttributes.SYSTEM, RABBITMQ);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, SentMessages.SEND);
		// The default exchange has no name, and routes to the queue named by the
		// routing key.
		span.setAttribute(MessagingAttributes.DESTINATION_NAME,
				context.getExchange().isEmpty() ? context.getRoutingKey() : context.getExchange());
		span.setAttribute(MessagingAttributes.ROUTING_KEY, context.getRoutingKey());
	}

	static Context parent(MessageContexts contexts, Message message) {
		return contexts.received((key) -> text(message.getMessageProperties().getHeaders().get(key)));
	}

	// Spring does not convert a header of more than 1,024 bytes to text.
	private static @Nullable Object text(@Nullable Object value) {
		return (value instanceof LongString text && text.length() <= MessageContexts.MAX_LENGTH) ? text.getBytes()
				: value;
	}

	static String queue(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			return UNKNOWN;
		}
		return (name.startsWith("spring.gen-") || name.startsWith("amq.gen-")) ? ANONYMOUS : name;
	}

	static Throwable listenerFailure(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof ListenerExecutionFailedException && cause != null) ? cause : failure;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return context instanceof RabbitMessageReceiverContext;
	}

	@Override
	public String queue(RabbitMessageReceiverContext context) {
		return queue(context.getSource());
	}

	@Override
	public Context parent(RabbitMessageReceiverContext context) {
		return parent(this.contexts, context.getCarrier());
	}

	@Override
	public Throwable cause(Throwable failure) {
		return listenerFailure(failure);
	}

	@Override
	public void describe(Span span, RabbitMessageReceiverContext context) {
		MessageProperties message = context.getCarrier().getMessageProperties();
		span.setAttribute(MessagingAttributes.SYSTEM, RABBITMQ);
		span.setAttribute(MessagingAttributes.OPERATION_TYPE, PROCESS);
		set(span, MessagingAttributes.DESTINATION_NAME, context.getSource());
		set(span, MessagingAttributes.ROUTING_KEY, message.getReceivedRoutingKey());
		set(span, MessagingAttributes.MESSAGE_ID, message.getMessageId());
		long attempt = attempt(message);
		if (attempt > 1) {
			span.setAttribute(JobAttributes.ATTEMPT, attempt);
		}
		if (message.getHeaders().get(FIRST_DEATH_QUEUE) instanceof String original) {
			span.setAttribute(JobAttributes.ORIGINAL_QUEUE, original);
		}
	}

	private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
		if (value != null) {
			span.setAttribute(key, value);
		}
	}

	// A classic queue only reports that a delivery is not the first.
	private static long attempt(MessageProperties message) {
		long before = message.getRetryCount();
		if (message.getHeaders().get(DELIVERY_COUNT) instanceof Number count) {
			before = Math.max(before, count.longValue());
		}
		return (before == 0 && Boolean.TRUE.equals(message.isRedelivered())) ? 2 : before + 1;
	}

}

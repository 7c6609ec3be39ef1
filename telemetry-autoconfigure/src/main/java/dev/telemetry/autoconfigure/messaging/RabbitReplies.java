package dev.telemetry.autoconfigure.messaging;

import io.opentelemetry.context.Context;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessagePostProcessor;

/**
 * Adds the trace to replies of listeners, which Spring does not observe. Thread safe.
 */
final class RabbitReplies implements MessagePostProcessor {

	private final MessageContexts contexts;

	RabbitReplies(MessageContexts contexts) {
		this.contexts = contexts;
	}

	@Override
	public Message postProcessMessage(Message message) {
		this.contexts.send(Context.current(), message, (carrier, key, value) -> {
			if (carrier != null) {
				carrier.getMessageProperties().setHeader(key, value);
			}
		}, message.getMessageProperties().getHeaders()::remove);
		return message;
	}

}

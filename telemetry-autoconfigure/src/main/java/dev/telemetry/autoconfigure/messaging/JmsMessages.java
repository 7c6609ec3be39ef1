package dev.telemetry.autoconfigure.messaging;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Reads JMS messages, whose methods may throw.
 */
final class JmsMessages {

	/** Name for all temporary destinations, whose own names are numbers. */
	private static final String TEMPORARY = "temporary";

	private static final String UNKNOWN = "unknown";

	private static final String DELIVERY_COUNT = "JMSXDeliveryCount";

	private JmsMessages() {
	}

	/**
	 * Returns the name of the destination of a message.
	 */
	static String name(@Nullable Message message) {
		try {
			return (message != null) ? name(message.getJMSDestination()) : UNKNOWN;
		}
		catch (JMSException | RuntimeException ex) {
			return UNKNOWN;
		}
	}

	private static String name(@Nullable Destination destination) throws JMSException {
		if (destination instanceof TemporaryQueue || destination instanceof TemporaryTopic) {
			return TEMPORARY;
		}
		String name = null;
		if (destination instanceof Queue queue) {
			name = queue.getQueueName();
		}
		else if (destination instanceof Topic topic) {
			name = topic.getTopicName();
		}
		return (name != null) ? name : UNKNOWN;
	}

	/**
	 * Returns a property of a message.
	 * @return the value, or {@code null} if it is missing or cannot be read
	 */
	static @Nullable String property(@Nullable Message message, String key) {
		try {
			return (message != null) ? message.getStringProperty(key) : null;
		}
		catch (JMSException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Returns the number of the delivery of a message.
	 * @return the number, or 0 if it is unknown
	 */
	static int deliveries(Message message) {
		try {
			return message.propertyExists(DELIVERY_COUNT) ? message.getIntProperty(DELIVERY_COUNT) : 0;
		}
		catch (JMSException | RuntimeException ex) {
			return 0;
		}
	}

	static @Nullable String id(Message message) {
		try {
			return message.getJMSMessageID();
		}
		catch (JMSException | RuntimeException ex) {
			return null;
		}
	}

}

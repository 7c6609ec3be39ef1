package dev.telemetry.autoconfigure.messaging;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.support.TopicPartitionOffset;

/**
 * The types of the jobs of Kafka listeners. If consumers of several groups receive the
 * records of a topic, each group is a job of its own, because one may fail while another
 * succeeds. Thread safe.
 */
final class KafkaGroups {

	private static final String SEPARATOR = ".";

	/** Maximum number of types that are remembered. */
	private static final int MAX_TYPES = 1_000;

	// Containers may come and go.
	private final Set<AbstractMessageListenerContainer<?, ?>> containers = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	// A job keeps its type if a container of another group is added later.
	private final ConcurrentMap<Receiver, String> types = new ConcurrentHashMap<>();

	/**
	 * Adds a container, whose group and topics may be set later.
	 */
	void add(AbstractMessageListenerContainer<?, ?> container) {
		this.containers.add(container);
	}

	/**
	 * Returns the type of the job of a listener.
	 * @param topic the topic of the record
	 * @param group the group of the consumer, or {@code null} if it has none
	 */
	String type(String topic, @Nullable String group) {
		if (group == null) {
			return MessagingSystem.LISTENER;
		}
		Receiver receiver = new Receiver(topic, group);
		String type = this.types.get(receiver);
		if (type == null) {
			type = (hasOtherGroup(receiver)) ? MessagingSystem.LISTENER + SEPARATOR + group : MessagingSystem.LISTENER;
			if (this.types.size() < MAX_TYPES) {
				this.types.put(receiver, type);
			}
		}
		return type;
	}

	private boolean hasOtherGroup(Receiver receiver) {
		return List.copyOf(this.containers)
			.stream()
			.anyMatch((container) -> !Objects.equals(container.getGroupId(), receiver.group())
					&& receives(container.getContainerProperties(), receiver.topic()));
	}

	private static boolean receives(ContainerProperties properties, String topic) {
		String[] topics = properties.getTopics();
		Pattern pattern = properties.getTopicPattern();
		TopicPartitionOffset[] partitions = properties.getTopicPartitions();
		return (topics != null && Arrays.asList(topics).contains(topic))
				|| (pattern != null && pattern.matcher(topic).matches()) || (partitions != null
						&& Arrays.stream(partitions).anyMatch((partition) -> topic.equals(partition.getTopic())));
	}

	/**
	 * A group of consumers that receives the records of a topic.
	 *
	 * @param topic name of the topic
	 * @param group name of the group
	 */
	private record Receiver(String topic, String group) {

	}

}

package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerStartingEvent;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.adapter.BatchMessagingMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.FilteringMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.RecordMessagingMessageListenerAdapter;

import dev.telemetry.health.InternalFailures;

/**
 * Adapts containers when their consumer starts, on the thread of the consumer. This is
 * the last moment before the first record, when the container has created its listener.
 * Thread safe.
 */
final class KafkaContainers implements ApplicationListener<ConsumerStartingEvent> {

	private final KafkaConsumerThreads threads;

	private final ObservationRegistry registry;

	private final InternalFailures failures;

	KafkaContainers(KafkaConsumerThreads threads, ObservationRegistry registry, InternalFailures failures) {
		this.threads = threads;
		this.registry = registry;
		this.failures = failures;
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ConsumerStartingEvent event) {
		try {
			if (event.getSource() instanceof KafkaMessageListenerContainer<?, ?> container) {
				Object listener = container.getContainerProperties().getMessageListener();
				boolean adapted = (listener instanceof BatchMessageListener) ? adaptBatches(listener)
						: adaptRecords(listener);
				this.threads.current().of(container.getGroupId(), adapted);
			}
		}
		catch (Throwable ex) {
			this.failures.report("looking at a container of Kafka", ex);
		}
	}

	// The container has set its registry on the adapter, so the adapter ends
	// the observation.
	private boolean adaptRecords(@Nullable Object listener) {
		boolean adapted = RecordMessagingMessageListenerAdapter.class.equals(typeOf(target(listener)));
		Object next = listener;
		while (next instanceof DelegatingMessageListener<?> delegating) {
			if (delegating instanceof FilteringMessageListenerAdapter<?, ?> filter) {
				filter.setObservationRegistry(new AskedRegistry(() -> {
					this.threads.note(KafkaConsumerThread::filtered);
					return (adapted) ? this.registry.getCurrentObservation() : null;
				}));
			}
			next = delegating.getDelegate();
		}
		return adapted;
	}

	// The adapter has no registry yet, because Spring does not observe batches. An
	// adapter that calls the method once for each record would end the observation with
	// the first one.
	private boolean adaptBatches(Object listener) {
		if (!(target(listener) instanceof BatchMessagingMessageListenerAdapter<?, ?> adapter)
				|| new PrivateField(BatchMessagingMessageListenerAdapter.class, "batchToRecordAdapter")
					.get(adapter) != null) {
			return false;
		}
		adapter.setObservationRegistry(new AskedRegistry(() -> {
			this.threads.note(KafkaConsumerThread::reached);
			return this.registry.getCurrentObservation();
		}));
		return true;
	}

	private static @Nullable Object target(@Nullable Object listener) {
		Object target = listener;
		while (target instanceof DelegatingMessageListener<?> delegating) {
			target = delegating.getDelegate();
		}
		return target;
	}

	private static @Nullable Class<?> typeOf(@Nullable Object target) {
		return (target != null) ? target.getClass() : null;
	}

}

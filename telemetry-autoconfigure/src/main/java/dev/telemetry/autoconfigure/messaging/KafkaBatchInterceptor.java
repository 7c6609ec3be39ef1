package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * Observes batches, which Spring does not. Comes after interceptors of the application.
 * The run of a batch stays current while its failure is handled. Thread safe.
 */
final class KafkaBatchInterceptor implements BatchInterceptor<Object, Object> {

	private static final String NAME = "telemetry.kafka.batch";

	private final KafkaConsumerThreads threads;

	private final ObservationRegistry registry;

	KafkaBatchInterceptor(KafkaConsumerThreads threads, ObservationRegistry registry) {
		this.threads = threads;
		this.registry = registry;
	}

	@Override
	public ConsumerRecords<Object, Object> intercept(ConsumerRecords<Object, Object> messages,
			Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.begin(Observation.createNotStarted(NAME,
				() -> new KafkaBatch(messages, thread.group(), thread.attempt(messages)), this.registry)));
		return messages;
	}

	@Override
	public void success(ConsumerRecords<Object, Object> messages, Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.returned(this.registry.getCurrentObservation()));
		this.threads.note((thread) -> thread.succeeded(messages));
	}

	@Override
	public void failure(ConsumerRecords<Object, Object> messages, Exception exception,
			Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.threw(exception, this.registry.getCurrentObservation()));
		this.threads.note((thread) -> thread.failed(messages));
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		this.threads.note(KafkaConsumerThread::clear);
	}

}

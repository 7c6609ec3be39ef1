package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.RecordInterceptor;

/**
 * Ends runs that do not reach their listener, because the record could not be read, or an
 * interceptor of the application filters it. Comes after interceptors of the application.
 * Thread safe.
 */
final class KafkaRecordInterceptor implements RecordInterceptor<Object, Object> {

	private final KafkaConsumerThreads threads;

	private final ObservationRegistry registry;

	KafkaRecordInterceptor(KafkaConsumerThreads threads, ObservationRegistry registry) {
		this.threads = threads;
		this.registry = registry;
	}

	@Override
	public ConsumerRecord<Object, Object> intercept(ConsumerRecord<Object, Object> message,
			Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.reached(this.registry.getCurrentObservation()));
		return message;
	}

	@Override
	public void success(ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.returned(this.registry.getCurrentObservation()));
		this.threads.note((thread) -> thread.succeeded(message));
	}

	@Override
	public void failure(ConsumerRecord<Object, Object> message, Exception exception,
			Consumer<Object, Object> consumer) {
		this.threads.note((thread) -> thread.threw(exception, this.registry.getCurrentObservation()));
		this.threads.note((thread) -> thread.failed(message));
	}

	@Override
	public void afterRecord(ConsumerRecord<Object, Object> message, Consumer<Object, Object> consumer) {
		this.threads.note(KafkaConsumerThread::clear);
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		this.threads.note(KafkaConsumerThread::clear);
	}

}

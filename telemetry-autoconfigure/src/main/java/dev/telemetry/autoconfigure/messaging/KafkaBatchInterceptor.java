package dev.telemetry.autoconfigure.messaging;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.BatchInterceptor;

import dev.telemetry.health.InternalFailures;

/**
 * Observes batches, which Spring does not. Comes after interceptors of the application.
 * What handles the failure of a batch sees its run, which is left after that. Thread
 * safe.
 */
final class KafkaBatchInterceptor implements BatchInterceptor<Object, Object> {

	private static final String NAME = "telemetry.kafka.batch";

	private final KafkaConsumerThreads threads;

	private final ObservationRegistry registry;

	private final InternalFailures failures;

	KafkaBatchInterceptor(KafkaConsumerThreads threads, ObservationRegistry registry, InternalFailures failures) {
		this.threads = threads;
		this.registry = registry;
		this.failures = failures;
	}

	@Override
	public ConsumerRecords<Object, Object> intercept(ConsumerRecords<Object, Object> messages,
			Consumer<Object, Object> consumer) {
		try {
			KafkaConsumerThread thread = this.threads.current();
			thread.begin(
					Observation.createNotStarted(NAME, () -> new KafkaBatch(messages, thread.group()), this.registry));
		}
		catch (Throwable ex) {
			this.failures.report("observing a batch", ex);
		}
		return messages;
	}

	@Override
	public void success(ConsumerRecords<Object, Object> messages, Consumer<Object, Object> consumer) {
		this.threads.current().returned(this.registry.getCurrentObservation());
	}

	@Override
	public void failure(ConsumerRecords<Object, Object> messages, Exception exception,
			Consumer<Object, Object> consumer) {
		this.threads.current().threw(exception, this.registry.getCurrentObservation());
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		try {
			this.threads.current().clear();
		}
		catch (Throwable ex) {
			this.failures.report("leaving a batch", ex);
		}
	}

}

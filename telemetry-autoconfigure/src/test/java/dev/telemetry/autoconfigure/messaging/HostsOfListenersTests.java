package dev.telemetry.autoconfigure.messaging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What fails in telemetry is no failure of a listener.
 */
@SuppressWarnings("unchecked")
class HostsOfListenersTests {

	private final InternalFailures failures = new InternalFailures();

	private final KafkaConsumerThreads threads = new KafkaConsumerThreads(this.failures);

	private final ObservationRegistry broken = mock();

	private final Consumer<Object, Object> consumer = mock();

	HostsOfListenersTests() {
		given(this.broken.getCurrentObservation()).willThrow(new IllegalStateException("boom"));
		given(this.broken.observationConfig()).willThrow(new IllegalStateException("boom"));
	}

	@Test
	void recordsOfKafkaGoOn() {
		ConsumerRecord<Object, Object> message = new ConsumerRecord<>("orders", 0, 1, "key", "value");
		KafkaRecordInterceptor interceptor = new KafkaRecordInterceptor(this.threads, this.broken);
		assertThat(interceptor.intercept(message, this.consumer)).isSameAs(message);
		interceptor.success(message, this.consumer);
		interceptor.failure(message, new IllegalStateException("of the listener"), this.consumer);
		interceptor.afterRecord(message, this.consumer);
		interceptor.clearThreadState(this.consumer);
		assertThat(this.failures.count()).isEqualTo(3);
		assertThat(this.threads.current().attempt(message)).isEqualTo(2);
	}

	@Test
	void batchesOfKafkaGoOn() {
		ConsumerRecords<Object, Object> messages = ConsumerRecords.empty();
		KafkaBatchInterceptor interceptor = new KafkaBatchInterceptor(this.threads, this.broken);
		assertThat(interceptor.intercept(messages, this.consumer)).isSameAs(messages);
		interceptor.success(messages, this.consumer);
		interceptor.failure(messages, new IllegalStateException("of the listener"), this.consumer);
		interceptor.clearThreadState(this.consumer);
		assertThat(this.failures.count()).isEqualTo(3);
	}

	@Test
	void aBatchOfKafkaMayHaveAPartitionWithoutRecords() {
		ConsumerRecord<Object, Object> message = new ConsumerRecord<>("orders", 1, 7, "key", "value");
		ConsumerRecords<Object, Object> messages = new ConsumerRecords<>(
				Map.of(new TopicPartition("orders", 0), List.of(), new TopicPartition("orders", 1), List.of(message)),
				Map.of());
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		KafkaBatchInterceptor interceptor = new KafkaBatchInterceptor(this.threads, registry);
		interceptor.intercept(messages, this.consumer);
		interceptor.failure(messages, new IllegalStateException("of the listener"), this.consumer);
		interceptor.clearThreadState(this.consumer);
		assertThat(this.threads.current().attempt(messages)).isEqualTo(2);
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void theErrorHandlerOfTheApplicationIsCalledWithWhatItsListenerThrew() {
		AtomicReference<Throwable> handled = new AtomicReference<>();
		Exception failure = new IllegalStateException("of the listener");
		new JmsErrorHandler(this.broken, () -> this.failures, handled::set, DefaultMessageListenerContainer.class)
			.handleError(failure);
		assertThat(handled).hasValue(failure);
		assertThat(this.failures.count()).isEqualTo(1);
	}

}

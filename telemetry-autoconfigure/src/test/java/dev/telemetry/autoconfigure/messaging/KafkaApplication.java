package dev.telemetry.autoconfigure.messaging;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.opentelemetry.api.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.ContainerPostProcessor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.kafka.listener.adapter.RecordFilterStrategy;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.util.backoff.FixedBackOff;

import dev.telemetry.record.TelemetryRecorder;

/**
 * An application with listeners of many kinds, each for a topic of its own.
 */
@Configuration(proxyBeanMethods = false)
class KafkaApplication {

	static final String NUMBER = "org.apache.kafka.common.serialization.IntegerDeserializer";

	final CompletableFuture<Void> work = new CompletableFuture<>();

	/** The ids that the recoverer of a failing record saw. */
	final BlockingQueue<List<String>> recovered = new LinkedBlockingQueue<>();

	@Bean
	Listeners listeners(TelemetryRecorder recorder) {
		return new Listeners(this, recorder);
	}

	@Bean
	DefaultErrorHandler errorHandler(KafkaTemplate<Object, Object> template) {
		DeadLetterPublishingRecoverer deadLetters = new DeadLetterPublishingRecoverer(template);
		return new DefaultErrorHandler((message, ex) -> {
			this.recovered.add(List.of(Span.current().getSpanContext().getSpanId(), MDC.get("span_id")));
			if (!message.topic().equals("failing-batch")) {
				deadLetters.accept(message, ex);
			}
		}, new FixedBackOff(0, 1));
	}

	@Bean
	KafkaMessageListenerContainer<?, ?> broken(ConsumerFactory<?, ?> consumers) {
		return container(consumers, "broken", (MessageListener<Object, Object>) (message) -> {
			throw new NoClassDefFoundError("broken");
		});
	}

	@Bean
	ContainerPostProcessor<Object, Object, AbstractMessageListenerContainer<Object, Object>> brokenConverter() {
		return (container) -> {
			DelegatingMessageListener<?> filter = (DelegatingMessageListener<?>) container.getContainerProperties()
				.getMessageListener();
			((MessagingMessageListenerAdapter<?, ?>) filter.getDelegate())
				.setMessageConverter(new MessagingMessageConverter() {
					@Override
					protected Object extractAndConvertValue(ConsumerRecord<?, ?> message, @Nullable Type type) {
						throw new NoClassDefFoundError("broken");
					}
				});
		};
	}

	@Bean
	KafkaMessageListenerContainer<?, ?> brokenBatch(ConsumerFactory<?, ?> consumers) {
		return container(consumers, "broken-batch", (BatchMessageListener<Object, Object>) (messages) -> {
			throw new NoClassDefFoundError("broken");
		});
	}

	@Bean
	KafkaMessageListenerContainer<?, ?> intercepted(ConsumerFactory<?, ?> consumers) {
		KafkaMessageListenerContainer<?, ?> container = container(consumers, "intercepted",
				(MessageListener<Object, Object>) (message) -> {
				});
		// One that joins the group of the others late waits for all of them.
		container.getContainerProperties().setGroupId("intercepted");
		container.setAutoStartup(false);
		return container;
	}

	private static KafkaMessageListenerContainer<?, ?> container(ConsumerFactory<?, ?> consumers, String topic,
			Object listener) {
		ContainerProperties properties = new ContainerProperties(topic);
		properties.setMessageListener(listener);
		return new KafkaMessageListenerContainer<>(consumers, properties);
	}

	@Bean
	RecordInterceptor<Object, Object> keepsBack() {
		return (message, consumer) -> message.topic().equals("kept-back") ? null : message;
	}

	@Bean
	RecordFilterStrategy<Object, Object> evenOnly() {
		return (message) -> message.topic().equals("filtered");
	}

	static class Listeners {

		private final KafkaApplication application;

		private final TelemetryRecorder recorder;

		Listeners(KafkaApplication application, TelemetryRecorder recorder) {
			this.application = application;
			this.recorder = recorder;
		}

		@KafkaListener(topics = { "orders", "failing-dlt", "filtered", "kept-back" })
		void order(String order) {
			this.recorder.externalCall("partner", "order").run((call) -> {
			});
		}

		@KafkaListener(topics = "shared", groupId = "billing")
		void bill(String order) {
		}

		@KafkaListener(topics = "shared", groupId = "shipping")
		void ship(String order) {
		}

		@KafkaListener(topics = "failing")
		void fail(String order) {
			throw new IllegalStateException("boom");
		}

		@KafkaListener(topics = "async")
		CompletableFuture<Void> later(String order) {
			return this.application.work;
		}

		@KafkaListener(topics = "batch", batch = "true")
		void batch(List<String> orders) {
			this.recorder.externalCall("partner", "batch").run((call) -> {
			});
		}

		@KafkaListener(topics = "unconverted", containerPostProcessor = "brokenConverter")
		void unconverted(String order) {
		}

		@KafkaListener(topics = "failing-batch", batch = "true")
		void failingBatch(List<String> orders) {
			throw new IllegalStateException("boom");
		}

		@KafkaListener(topics = "numbers",
				properties = {
						"value.deserializer=org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
						"spring.deserializer.value.delegate.class=" + NUMBER })
		void number(ConsumerRecord<String, Integer> number) {
		}

		@RetryableTopic(attempts = "2", backOff = @BackOff(10))
		@KafkaListener(topics = "retried")
		void retried(String order) {
			throw new IllegalStateException("boom");
		}

	}

}

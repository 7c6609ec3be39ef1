package dev.telemetry.autoconfigure.messaging;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ConsumerStartingEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeBatchInterceptor;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.adapter.BatchMessagingMessageListenerAdapter;
import org.springframework.test.util.ReflectionTestUtils;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is done to containers and templates of Kafka, without a broker.
 */
@NoTelemetryLeaks
@Tag("messaging")
class KafkaSwitchTests {

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.enabled=false", "telemetry.job.kafka=false" })
	void nothingIsTouchedWhereItIsSwitchedOff(String off) {
		try (ConfigurableApplicationContext context = run("--" + off)) {
			AbstractKafkaListenerContainerFactory<?, ?, ?> factory = factory(context);
			assertThat(factory.getContainerProperties().getObservationRegistry().isNoop()).isTrue();
			assertThat(factory.getContainerProperties().getObservationConvention()).isNull();
			assertThat(factory.getRecordInterceptor()).isSameAs(context.getBean(RecordInterceptor.class));
			assertThat(factory.getBatchInterceptor()).isNull();
			assertThat(registry(context).isNoop()).isTrue();
			assertThat(context.getBeanNamesForType(KafkaContainers.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void listenersAndTemplatesHaveARegistryOfTheirOwn(String backend) {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=" + backend)) {
			ObservationRegistry own = context.getBean(MessageObservations.class).registry();
			assertThat(own.isNoop()).isFalse();
			assertThat(factory(context).getContainerProperties().getObservationRegistry()).isSameAs(own);
			assertThat(factory(context).getContainerProperties().isObservationEnabled()).isFalse();
			assertThat(registry(context)).isSameAs(own).isNotSameAs(context.getBean(ObservationRegistry.class));
		}
	}

	@Test
	void whatTheApplicationWantsToBeObservedStaysWithItsRegistry() {
		try (ConfigurableApplicationContext context = run("--spring.kafka.listener.observation-enabled=true",
				"--spring.kafka.template.observation-enabled=true")) {
			assertThat(factory(context).getContainerProperties().getObservationRegistry().isNoop()).isTrue();
			assertThat(factory(context).getContainerProperties().isObservationEnabled()).isTrue();
			assertThat(registry(context)).isSameAs(context.getBean(ObservationRegistry.class));
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void anInterceptorOfTheApplicationComesFirst() {
		try (ConfigurableApplicationContext context = run()) {
			RecordInterceptor<Object, Object> interceptor = (RecordInterceptor<Object, Object>) factory(context)
				.getRecordInterceptor();
			assertThat(interceptor).isInstanceOf(CompositeRecordInterceptor.class);
			ConsumerRecord<Object, Object> message = new ConsumerRecord<>("orders", 0, 0, "key", "value");
			interceptor.intercept(message, mock());
			assertThat(context.getBean(Shop.class).intercepted).containsExactly("orders");
		}
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void aContainerThatIsABeanHasTheInterceptorsOfItsFactoryOnce() {
		try (ConfigurableApplicationContext context = run()) {
			AbstractKafkaListenerContainerFactory factory = factory(context);
			AbstractMessageListenerContainer<?, ?> container = factory.createContainer("replies");
			RecordInterceptor<?, ?> records = container.getRecordInterceptor();
			BatchInterceptor<?, ?> batches = container.getBatchInterceptor();
			context.getAutowireCapableBeanFactory().initializeBean(container, "replies");
			assertThat(container.getRecordInterceptor()).isSameAs(records).isSameAs(factory.getRecordInterceptor());
			assertThat(container.getBatchInterceptor()).isSameAs(batches).isInstanceOf(KafkaBatchInterceptor.class);
		}
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void aCustomizerThatReplacesTheInterceptorsOfTheFactoryReplacesNoneOfTelemetry() {
		try (ConfigurableApplicationContext context = run("--own-customizer=true")) {
			AbstractKafkaListenerContainerFactory factory = factory(context);
			AbstractMessageListenerContainer<?, ?> container = factory.createContainer("orders");
			assertThat(container.getBatchInterceptor()).isInstanceOf(CompositeBatchInterceptor.class);
			BatchInterceptor<Object, Object> interceptor = (BatchInterceptor<Object, Object>) container
				.getBatchInterceptor();
			interceptor.intercept(ConsumerRecords.empty(), mock());
			assertThat(context.getBean(Shop.class).intercepted).containsExactly("a batch");
			interceptor.clearThreadState(mock());
		}
	}

	@Test
	void aBatchWhoseRecordsAreHandedOverOneByOneIsNotEndedByTheFirst() {
		try (ConfigurableApplicationContext context = run()) {
			BatchMessagingMessageListenerAdapter<Object, Object> whole = new BatchMessagingMessageListenerAdapter<>(
					null, null);
			BatchMessagingMessageListenerAdapter<Object, Object> single = new BatchMessagingMessageListenerAdapter<>(
					null, null);
			single.setBatchToRecordAdapter(mock());
			starts(context, whole);
			starts(context, single);
			assertThat(ReflectionTestUtils.getField(whole, "observationRegistry")).isInstanceOf(AskedRegistry.class);
			assertThat(ReflectionTestUtils.getField(single, "observationRegistry")).isSameAs(ObservationRegistry.NOOP);
		}
	}

	private static void starts(ConfigurableApplicationContext context, Object listener) {
		ContainerProperties properties = new ContainerProperties("orders");
		properties.setMessageListener(listener);
		KafkaMessageListenerContainer<Object, Object> container = new KafkaMessageListenerContainer<>(mock(),
				properties);
		context.getBean(KafkaContainers.class).onApplicationEvent(new ConsumerStartingEvent(container, container));
	}

	@Test
	void aThreadThatWasNeverSeenToStartEndsNothing() {
		KafkaConsumerThread thread = new KafkaConsumerThread();
		thread.returned(null);
		thread.threw(new IllegalStateException("boom"), null);
		thread.clear();
		assertThat(thread.group()).isNull();
	}

	private ConfigurableApplicationContext run(String... args) {
		List<String> all = new ArrayList<>(List.of(args));
		all.add("--spring.kafka.listener.auto-startup=false");
		return RecordedApplication.run(this.spans, Shop.class, all.toArray(new String[0]));
	}

	private static AbstractKafkaListenerContainerFactory<?, ?, ?> factory(ConfigurableApplicationContext context) {
		return context.getBean(AbstractKafkaListenerContainerFactory.class);
	}

	private static ObservationRegistry registry(ConfigurableApplicationContext context) {
		Object registry = ReflectionTestUtils.invokeGetterMethod(context.getBean(KafkaTemplate.class),
				"observationRegistry");
		assertThat(registry).isInstanceOf(ObservationRegistry.class);
		return (ObservationRegistry) registry;
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		final List<String> intercepted = new ArrayList<>();

		@Bean
		RecordInterceptor<Object, Object> interceptor() {
			return (message, consumer) -> {
				this.intercepted.add(message.topic());
				return message;
			};
		}

		@Bean
		@ConditionalOnProperty("own-customizer")
		ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> customizer() {
			return (container) -> container.setBatchInterceptor((messages, consumer) -> {
				this.intercepted.add("a batch");
				return messages;
			});
		}

	}

}

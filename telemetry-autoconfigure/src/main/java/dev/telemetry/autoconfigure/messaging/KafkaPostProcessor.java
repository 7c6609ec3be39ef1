package dev.telemetry.autoconfigure.messaging;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.CompositeBatchInterceptor;
import org.springframework.kafka.listener.CompositeRecordInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.health.InternalFailures;

/**
 * Lets listeners and templates of Kafka be observed. What the application has set stays.
 */
final class KafkaPostProcessor implements BeanPostProcessor {

	/** Of the template; it is hidden. */
	static final String REGISTRY_GETTER = "getObservationRegistry";

	private final Supplier<MessageObservations> observations;

	private final Supplier<KafkaConsumerThreads> threads;

	private final Supplier<InternalFailures> failures;

	KafkaPostProcessor(Supplier<MessageObservations> observations, Supplier<KafkaConsumerThreads> threads,
			Supplier<InternalFailures> failures) {
		this.observations = observations;
		this.threads = threads;
		this.failures = failures;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
				observe((AbstractKafkaListenerContainerFactory<?, Object, Object>) factory);
			}
			else if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
				observe((AbstractMessageListenerContainer<Object, Object>) container);
			}
			else if (bean instanceof KafkaTemplate<?, ?> template) {
				observe(template);
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("observing Kafka", ex);
		}
		return bean;
	}

	private void observe(AbstractKafkaListenerContainerFactory<?, Object, Object> factory) {
		observe(factory.getContainerProperties());
		factory.setRecordInterceptor(records(factory.getRecordInterceptor()));
		factory.setBatchInterceptor(batches(factory.getBatchInterceptor()));
	}

	private void observe(AbstractMessageListenerContainer<Object, Object> container) {
		observe(container.getContainerProperties());
		container.setRecordInterceptor(records(container.getRecordInterceptor()));
		container.setBatchInterceptor(batches(container.getBatchInterceptor()));
	}

	private void observe(ContainerProperties properties) {
		if (!properties.isObservationEnabled() && properties.getObservationRegistry().isNoop()) {
			properties.setObservationRegistry(registry());
			if (properties.getObservationConvention() == null) {
				properties.setObservationConvention(new KafkaNoKeyValues());
			}
		}
	}

	private void observe(KafkaTemplate<?, ?> template) {
		Method getter = ReflectionUtils.findMethod(KafkaTemplate.class, REGISTRY_GETTER);
		if (getter != null) {
			ReflectionUtils.makeAccessible(getter);
			if (ReflectionUtils.invokeMethod(getter, template) instanceof ObservationRegistry set && set.isNoop()) {
				template.setObservationRegistry(registry());
			}
		}
	}

	private RecordInterceptor<Object, Object> records(@Nullable RecordInterceptor<Object, Object> before) {
		RecordInterceptor<Object, Object> added = new KafkaRecordInterceptor(this.threads.get(), registry());
		return (before != null) ? new CompositeRecordInterceptor<>(before, added) : added;
	}

	private BatchInterceptor<Object, Object> batches(@Nullable BatchInterceptor<Object, Object> before) {
		BatchInterceptor<Object, Object> added = new KafkaBatchInterceptor(this.threads.get(), registry(),
				this.failures.get());
		return (before != null) ? new CompositeBatchInterceptor<>(before, added) : added;
	}

	private ObservationRegistry registry() {
		return this.observations.get().registry();
	}

}

package dev.telemetry.autoconfigure.messaging;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
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
 * Lets listeners and templates of Kafka be observed. Settings of the application stay.
 */
final class KafkaPostProcessor implements BeanPostProcessor {

	/** Name of a hidden method of the template. */
	static final String REGISTRY_GETTER = "getObservationRegistry";

	private final Supplier<MessageObservations> observations;

	private final Supplier<KafkaConsumerThreads> threads;

	private final Supplier<KafkaGroups> groups;

	private final Supplier<InternalFailures> failures;

	// The added interceptors: a container that is a bean may have got them from
	// its factory.
	private final Set<Object> interceptors = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	KafkaPostProcessor(Supplier<MessageObservations> observations, Supplier<KafkaConsumerThreads> threads,
			Supplier<KafkaGroups> groups, Supplier<InternalFailures> failures) {
		this.observations = observations;
		this.threads = threads;
		this.groups = groups;
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

	private <C extends AbstractMessageListenerContainer<Object, Object>> void observe(
			AbstractKafkaListenerContainerFactory<C, Object, Object> factory) {
		observe(factory.getContainerProperties());
		factory.setRecordInterceptor(records(factory.getRecordInterceptor()));
		factory.setBatchInterceptor(batches(factory.getBatchInterceptor()));
		factory.setContainerCustomizer(customizer(factory));
	}

	// A customizer of the application may replace the interceptors that the factory
	// has set.
	@SuppressWarnings("unchecked")
	private <C extends AbstractMessageListenerContainer<Object, Object>> ContainerCustomizer<Object, Object, C> customizer(
			AbstractKafkaListenerContainerFactory<C, Object, Object> factory) {
		ContainerCustomizer<Object, Object, C> set = (ContainerCustomizer<Object, Object, C>) new PrivateField(
				AbstractKafkaListenerContainerFactory.class, "containerCustomizer")
			.get(factory);
		return (container) -> {
			if (set != null) {
				set.configure(container);
			}
			postProcessAfterInitialization(container, "container");
		};
	}

	private void observe(AbstractMessageListenerContainer<Object, Object> container) {
		this.groups.get().add(container);
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
		if (before != null && this.interceptors.contains(before)) {
			return before;
		}
		RecordInterceptor<Object, Object> added = new KafkaRecordInterceptor(this.threads.get(), registry());
		RecordInterceptor<Object, Object> all = (before != null) ? new CompositeRecordInterceptor<>(before, added)
				: added;
		this.interceptors.add(all);
		return all;
	}

	private BatchInterceptor<Object, Object> batches(@Nullable BatchInterceptor<Object, Object> before) {
		if (before != null && this.interceptors.contains(before)) {
			return before;
		}
		BatchInterceptor<Object, Object> added = new KafkaBatchInterceptor(this.threads.get(), registry());
		BatchInterceptor<Object, Object> all = (before != null) ? new CompositeBatchInterceptor<>(before, added)
				: added;
		this.interceptors.add(all);
		return all;
	}

	private ObservationRegistry registry() {
		return this.observations.get().registry();
	}

}

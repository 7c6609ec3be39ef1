package dev.telemetry.autoconfigure.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessagePostProcessor;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.connection.RabbitAccessor;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareBatchMessageListener;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ObjectUtils;

import dev.telemetry.health.InternalFailures;

/**
 * Lets listeners and templates of RabbitMQ be observed. Settings of the application stay.
 */
final class RabbitPostProcessor implements BeanPostProcessor {

	private final Supplier<MessageObservations> observations;

	private final Supplier<MessageContexts> contexts;

	private final Supplier<InternalFailures> failures;

	RabbitPostProcessor(Supplier<MessageObservations> observations, Supplier<MessageContexts> contexts,
			Supplier<InternalFailures> failures) {
		this.observations = observations;
		this.contexts = contexts;
		this.failures = failures;
	}

	// Called before the container creates the proxy for its advice.
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractMessageListenerContainer container) {
			observeSafely(container);
		}
		return bean;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractRabbitListenerContainerFactory<?> factory) {
				observe((AbstractRabbitListenerContainerFactory<AbstractMessageListenerContainer>) factory);
			}
			else if (bean instanceof RabbitTemplate template) {
				observeAccess(template);
			}
		}
		catch (Throwable ex) {
			report(ex);
		}
		return bean;
	}

	// All fields are read before anything is set: if this version of Spring lacks a
	// field, the factory stays as it is.
	@SuppressWarnings("unchecked")
	private void observe(AbstractRabbitListenerContainerFactory<AbstractMessageListenerContainer> factory) {
		ContainerCustomizer<AbstractMessageListenerContainer> customizer = (ContainerCustomizer<AbstractMessageListenerContainer>) new PrivateField(
				AbstractRabbitListenerContainerFactory.class, "containerCustomizer")
			.get(factory);
		MessagePostProcessor[] replies = (MessagePostProcessor[]) new PrivateField(
				BaseRabbitListenerContainerFactory.class, "beforeSendReplyPostProcessors")
			.get(factory);
		MessagePostProcessor traced = new RabbitReplies(this.contexts.get());
		factory.setContainerCustomizer((container) -> customize(container, customizer));
		factory.setBeforeSendReplyPostProcessors(ObjectUtils.addObjectToArray(replies, traced));
	}

	private void customize(AbstractMessageListenerContainer container,
			@Nullable ContainerCustomizer<AbstractMessageListenerContainer> set) {
		if (set != null) {
			set.configure(container);
		}
		observeSafely(container);
	}

	private void observeSafely(AbstractMessageListenerContainer container) {
		try {
			observe(container);
		}
		catch (Throwable ex) {
			report(ex);
		}
	}

	private void observe(AbstractMessageListenerContainer container) {
		observeAccess(container);
		if (container.getMessageListener() instanceof ChannelAwareBatchMessageListener) {
			observeBatches(container);
		}
	}

	// A container that is a bean and was created by a factory is processed twice.
	private void observeBatches(AbstractMessageListenerContainer container) {
		Advice[] set = (Advice[]) new PrivateField(AbstractMessageListenerContainer.class, "adviceChain")
			.get(container);
		List<Advice> advices = new ArrayList<>();
		advices.add(new RabbitBatchAdvice(registry()));
		for (Advice advice : (set != null) ? set : new Advice[0]) {
			if (!(advice instanceof RabbitBatchAdvice)) {
				advices.add(advice);
			}
		}
		container.setAdviceChain(advices.toArray(new Advice[0]));
	}

	// If the application wants it to be observed, it replaces this registry by Spring's:
	// a container when it starts, and a template when it sends.
	private void observeAccess(RabbitAccessor accessor) {
		PrivateField field = new PrivateField(RabbitAccessor.class, "observationRegistry");
		if (field.get(accessor) instanceof ObservationRegistry set && set.isNoop()) {
			field.set(accessor, registry());
		}
	}

	private void report(Throwable failure) {
		try {
			this.failures.get().report("observing RabbitMQ", failure);
		}
		catch (Throwable ex) {
			// The failure cannot be counted yet.
		}
	}

	private ObservationRegistry registry() {
		return this.observations.get().registry();
	}

}

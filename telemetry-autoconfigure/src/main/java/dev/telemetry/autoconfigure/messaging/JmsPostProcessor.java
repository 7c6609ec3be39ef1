package dev.telemetry.autoconfigure.messaging;

import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.util.ErrorHandler;

import dev.telemetry.health.InternalFailures;

/**
 * Makes failures of JMS listeners visible, and lets listeners and templates be observed
 * that Spring Boot has not configured. Settings of the application stay.
 */
final class JmsPostProcessor implements BeanPostProcessor {

	private final Supplier<MessageObservations> observations;

	private final Supplier<InternalFailures> failures;

	JmsPostProcessor(Supplier<MessageObservations> observations, Supplier<InternalFailures> failures) {
		this.observations = observations;
		this.failures = failures;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			if (bean instanceof AbstractJmsListenerContainerFactory<?> factory) {
				observe(factory);
			}
			else if (bean instanceof AbstractMessageListenerContainer container) {
				observe(container);
			}
			else if (bean instanceof JmsTemplate template && template.getObservationRegistry() == null) {
				template.setObservationRegistry(registry());
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("observing JMS", ex);
		}
		return bean;
	}

	private void observe(AbstractJmsListenerContainerFactory<?> factory) {
		Class<?> type = AbstractJmsListenerContainerFactory.class;
		ErrorHandler set = (ErrorHandler) new PrivateField(type, "errorHandler").get(factory);
		factory.setErrorHandler(errorHandler(set, (factory instanceof SimpleJmsListenerContainerFactory)
				? SimpleMessageListenerContainer.class : DefaultMessageListenerContainer.class));
		if (new PrivateField(type, "observationRegistry").get(factory) == null) {
			factory.setObservationRegistry(registry());
		}
	}

	private void observe(AbstractMessageListenerContainer container) {
		container.setErrorHandler(errorHandler(container.getErrorHandler(), container.getClass()));
		if (container.getObservationRegistry() == null) {
			container.setObservationRegistry(registry());
		}
	}

	private ErrorHandler errorHandler(@Nullable ErrorHandler set,
			Class<? extends AbstractMessageListenerContainer> container) {
		return (set instanceof JmsErrorHandler) ? set : new JmsErrorHandler(registry(), this.failures, set, container);
	}

	private ObservationRegistry registry() {
		return this.observations.get().registry();
	}

}

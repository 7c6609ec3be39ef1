package dev.telemetry.autoconfigure.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.config.AbstractJmsListenerContainerFactory;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ErrorHandler;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done to containers and templates of JMS, without a broker.
 */
@NoTelemetryLeaks
@Tag("messaging")
class JmsSwitchTests {

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.enabled=false", "telemetry.job.jms=false" })
	void nothingIsTouchedWhereItIsSwitchedOff(String off) {
		try (ConfigurableApplicationContext context = run("--" + off)) {
			assertThat(errorHandler(context)).isSameAs(context.getBean("errorHandler"));
			assertThat(registry(context)).isNull();
			assertThat(context.getBean(JmsTemplate.class).getObservationRegistry()).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void whatIsNotObservedGetsARegistryOfItsOwn(String backend) {
		try (ConfigurableApplicationContext context = run("--telemetry.backend=" + backend)) {
			ObservationRegistry own = context.getBean(MessageObservations.class).registry();
			assertThat(registry(context)).isSameAs(own).isNotSameAs(context.getBean(ObservationRegistry.class));
			assertThat(context.getBean(JmsTemplate.class).getObservationRegistry()).isSameAs(own);
		}
	}

	@Test
	void anErrorHandlerOfTheApplicationIsStillCalled() {
		try (ConfigurableApplicationContext context = run()) {
			IllegalStateException failure = new IllegalStateException("boom");
			errorHandler(context).handleError(failure);
			assertThat(context.getBean(Shop.class).handled).isSameAs(failure);
			assertThat(context.getBean(MeterRegistry.class).find("telemetry.internal.failures").counters())
				.allMatch((counter) -> counter.count() == 0);
		}
	}

	private ConfigurableApplicationContext run(String... args) {
		return RecordedApplication.run(this.spans, Shop.class, args);
	}

	private static ErrorHandler errorHandler(ConfigurableApplicationContext context) {
		return (ErrorHandler) ReflectionTestUtils.getField(context.getBean(AbstractJmsListenerContainerFactory.class),
				"errorHandler");
	}

	private static Object registry(ConfigurableApplicationContext context) {
		return ReflectionTestUtils.getField(context.getBean(AbstractJmsListenerContainerFactory.class),
				"observationRegistry");
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private volatile Throwable handled;

		@Bean
		DefaultJmsListenerContainerFactory factory(ErrorHandler errorHandler) {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setErrorHandler(errorHandler);
			return factory;
		}

		@Bean
		ErrorHandler errorHandler() {
			return (failure) -> this.handled = failure;
		}

		@Bean
		JmsTemplate template() {
			JmsTemplate template = new JmsTemplate();
			template
				.setConnectionFactory(new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory("vm://7"));
			return template;
		}

	}

}

package dev.telemetry.autoconfigure.messaging;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.messaging.handler.annotation.SendTo;

import dev.telemetry.record.TelemetryRecorder;

/**
 * An application with listeners of JMS, and Artemis as its broker.
 */
@Configuration(proxyBeanMethods = false)
class JmsApplication {

	@Bean(initMethod = "start", destroyMethod = "stop")
	EmbeddedActiveMQ broker() throws Exception {
		AddressSettings settings = new AddressSettings().setDeadLetterAddress(SimpleString.of("dead"))
			.setMaxDeliveryAttempts(2);
		return new EmbeddedActiveMQ().setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.addAcceptorConfiguration("in-vm", "vm://0")
			.addAddressSetting("#", settings));
	}

	@Bean
	@DependsOn("broker")
	ConnectionFactory connectionFactory() {
		return new ActiveMQConnectionFactory("vm://0");
	}

	// Of the application's own, not set up by Spring Boot.
	@Bean
	DefaultJmsListenerContainerFactory bare(ConnectionFactory connectionFactory) {
		DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		factory.setReceiveTimeout(100L);
		return factory;
	}

	@Bean
	SimpleJmsListenerContainerFactory simple(ConnectionFactory connectionFactory) {
		SimpleJmsListenerContainerFactory factory = new SimpleJmsListenerContainerFactory();
		factory.setConnectionFactory(connectionFactory);
		return factory;
	}

	@Bean
	Listeners listeners(TelemetryRecorder recorder) {
		return new Listeners(recorder);
	}

	static class Listeners {

		private final TelemetryRecorder recorder;

		Listeners(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@JmsListener(destination = "orders")
		void order(String order) {
			this.recorder.externalCall("partner", "order").run((call) -> {
			});
		}

		@JmsListener(destination = "failing")
		void fail(String order) {
			throw new IllegalStateException("boom");
		}

		@JmsListener(destination = "dead")
		void dead(String order) {
		}

		@JmsListener(destination = "asked")
		@SendTo("orders")
		String answer(String order) {
			return order;
		}

		@JmsListener(destination = "bare", containerFactory = "bare")
		void bare(String order) {
		}

		@JmsListener(destination = "simple", containerFactory = "simple")
		void simple(String order) {
			throw new IllegalStateException("boom");
		}

	}

}

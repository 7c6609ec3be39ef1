package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for private members of Spring's templates and factories.
 */
final class MessagingRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> OF_KAFKA = List.of(
			"org.springframework.kafka.config.AbstractKafkaListenerContainerFactory",
			"org.springframework.kafka.listener.adapter.BatchMessagingMessageListenerAdapter");

	// The name of the class, because the jar may be missing.
	private static final String TEMPLATE = "org.springframework.kafka.core.KafkaTemplate";

	private static final List<String> FIELDS = List.of(
			"org.springframework.jms.config.AbstractJmsListenerContainerFactory",
			"org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory",
			"org.springframework.amqp.rabbit.config.BaseRabbitListenerContainerFactory",
			"org.springframework.amqp.rabbit.connection.RabbitAccessor",
			"org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String type : OF_KAFKA) {
			hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS);
		}
		hints.reflection()
			.registerTypeIfPresent(classLoader, TEMPLATE,
					(type) -> type.withMethod(KafkaPostProcessor.REGISTRY_GETTER, List.of(), ExecutableMode.INVOKE));
		for (String type : FIELDS) {
			hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS);
		}
	}

}

package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for what templates keep to themselves.
 */
final class MessagingRuntimeHints implements RuntimeHintsRegistrar {

	// By its name: the jar may be missing.
	private static final String TEMPLATE = "org.springframework.kafka.core.KafkaTemplate";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerTypeIfPresent(classLoader, TEMPLATE,
					(type) -> type.withMethod(KafkaPostProcessor.REGISTRY_GETTER, List.of(), ExecutableMode.INVOKE));
	}

}

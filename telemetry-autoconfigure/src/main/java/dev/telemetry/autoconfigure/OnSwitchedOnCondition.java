package dev.telemetry.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnSwitchedOn}.
 */
final class OnSwitchedOnCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSwitchedOn.class);
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnSwitchedOn.class.getName());
		if (attributes != null && attributes.get("value") instanceof String[] properties) {
			for (String property : properties) {
				if (!isOn(property, context.getEnvironment())) {
					return ConditionOutcome.noMatch(message.because(property + " is false"));
				}
			}
		}
		return ConditionOutcome.match(message.because("nothing is switched off"));
	}

	/**
	 * Whether a property is {@code true}. Bound, as all else that reads it does: a
	 * condition of Spring Boot knows two words alone.
	 */
	static boolean isOn(String property, Environment environment) {
		return Binder.get(environment)
			.bind(property, Boolean.class)
			.orElseGet(() -> FrozenProperties.isOnByDefault(property));
	}

}

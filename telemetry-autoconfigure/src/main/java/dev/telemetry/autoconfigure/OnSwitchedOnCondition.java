package dev.telemetry.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
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
				if (!FrozenProperties.isOn(property, context.getEnvironment())) {
					return ConditionOutcome.noMatch(message.because(property + " is false"));
				}
			}
		}
		return ConditionOutcome.match(message.because("nothing is switched off"));
	}

}

package dev.telemetry.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnSwitchedOff}.
 */
final class OnSwitchedOffCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSwitchedOff.class);
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnSwitchedOff.class.getName());
		boolean off = attributes != null && attributes.get("value") instanceof String property
				&& !FrozenProperties.isOn(property, context.getEnvironment());
		return new ConditionOutcome(off, message.because((off) ? "it is switched off" : "it is not switched off"));
	}

}

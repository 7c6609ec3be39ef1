package dev.telemetry.autoconfigure.metrics;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Matches if a budget is configured.
 */
final class OnBudgetCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean found = new EnvironmentProperties(context.getEnvironment()).isConfigured(PropertyNames.BUDGET);
		ConditionMessage.Builder message = ConditionMessage.forCondition("Telemetry budget");
		return (found) ? ConditionOutcome.match(message.found("a property below").items(PropertyNames.BUDGET))
				: ConditionOutcome.noMatch(message.didNotFind("a property below").items(PropertyNames.BUDGET));
	}

}

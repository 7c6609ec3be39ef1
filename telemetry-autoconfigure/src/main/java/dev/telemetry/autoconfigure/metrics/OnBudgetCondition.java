package dev.telemetry.autoconfigure.metrics;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Matches where there is a budget.
 */
class OnBudgetCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean found = Binder.get(context.getEnvironment())
			.bind(PropertyNames.BUDGET, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.isEmpty();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Telemetry budget");
		return (found) ? ConditionOutcome.noMatch(message.didNotFind("a property below").items(PropertyNames.BUDGET))
				: ConditionOutcome.match(message.found("a property below").items(PropertyNames.BUDGET));
	}

}

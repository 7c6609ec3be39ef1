package dev.telemetry.autoconfigure.metrics;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where there is a budget.
 */
class OnBudgetCondition extends SpringBootCondition {

	private static final String GROUP = "telemetry.budget";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean found = Binder.get(context.getEnvironment())
			.bind(GROUP, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.isEmpty();
		ConditionMessage.Builder message = ConditionMessage.forCondition("Telemetry budget");
		return (found) ? ConditionOutcome.noMatch(message.didNotFind("a property below").items(GROUP))
				: ConditionOutcome.match(message.found("a property below").items(GROUP));
	}

}

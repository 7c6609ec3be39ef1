package dev.telemetry.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnTelemetry}.
 */
final class OnTelemetryCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTelemetry.class);
		TelemetrySwitch state = SwitchReader.read(context.getEnvironment(), context.getClassLoader());
		if (!state.enabled()) {
			return ConditionOutcome.noMatch(message.because(PropertyNames.ENABLED + " is not true"));
		}
		String backend = PropertyNames.BACKEND + " is " + state.backend();
		for (TelemetrySignal signal : signals(metadata)) {
			if (!state.isWanted(signal)) {
				return ConditionOutcome.noMatch(message.because(backend + ", which leaves out " + signal));
			}
			if (!state.isOn(signal)) {
				return ConditionOutcome.noMatch(message.because((state.clash() != null)
						? "there are no traces: " + state.clash() : "traces are left to " + state.foreignTracing()));
			}
		}
		return ConditionOutcome.match(message.because(backend));
	}

	private static TelemetrySignal[] signals(AnnotatedTypeMetadata metadata) {
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnTelemetry.class.getName());
		return (attributes != null && attributes.get("value") instanceof TelemetrySignal[] signals) ? signals
				: new TelemetrySignal[0];
	}

}

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
		TelemetrySwitch state = SwitchReader.readOnce(context.getEnvironment(), context.getClassLoader(),
				context.getBeanFactory());
		if (!state.enabled()) {
			return off();
		}
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTelemetry.class);
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

	/**
	 * Returns the outcome while the switch is off.
	 */
	static ConditionOutcome off() {
		return ConditionOutcome.noMatch(ConditionMessage.forCondition(ConditionalOnTelemetry.class)
			.because(PropertyNames.ENABLED + " is not true, or opentelemetry-api or opentelemetry-context is missing"));
	}

	private static TelemetrySignal[] signals(AnnotatedTypeMetadata metadata) {
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnTelemetry.class.getName());
		return (attributes != null && attributes.get("value") instanceof TelemetrySignal[] signals) ? signals
				: new TelemetrySignal[0];
	}

}

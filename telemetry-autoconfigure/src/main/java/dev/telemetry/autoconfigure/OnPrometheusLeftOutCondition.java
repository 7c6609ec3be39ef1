package dev.telemetry.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;

/**
 * Matches while export to Prometheus is off because telemetry says so, not the
 * application.
 */
final class OnPrometheusLeftOutCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String name = LazyDefaults.PROMETHEUS_EXPORT;
		ConfigurationProperty property = new EnvironmentProperties(context.getEnvironment()).find(name);
		boolean leftOut = property != null
				&& EnvironmentProperties.isFrom(property, EnvironmentProperties.LATE_DEFAULTS);
		return new ConditionOutcome(leftOut, ConditionMessage.forCondition("Telemetry without Prometheus")
			.because(name + ((leftOut) ? " is false by default" : " is not changed")));
	}

}

package dev.telemetry.autoconfigure.viewer;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.EndpointAddress;

/**
 * Matches if endpoints have a port: Spring Boot also creates endpoints without one.
 */
final class OnServedEndpointsCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean served = EndpointAddress.isServed(context.getEnvironment());
		return new ConditionOutcome(served, ConditionMessage.forCondition("Endpoints")
			.because((served) ? "they have a port" : "they have no port"));
	}

}

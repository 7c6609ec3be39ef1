package dev.telemetry.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches while Spring Boot's tracing is left out.
 */
final class OnBootTracingLeftOutCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean leftOut = new BootTracing(context.getEnvironment(), context.getClassLoader()).isLeftOut();
		return new ConditionOutcome(leftOut, ConditionMessage.forCondition("Telemetry without traces")
			.because((leftOut) ? "nothing asks for traces" : "traces are on"));
	}

}

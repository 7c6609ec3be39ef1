package dev.telemetry.autoconfigure.report.azure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Matches where no URL says where reports are stored.
 */
final class OnNoUploadUrlCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean set = StringUtils.hasText(context.getEnvironment().getProperty(PropertyNames.REPORT_UPLOAD_URL));
		return new ConditionOutcome(!set, PropertyNames.REPORT_UPLOAD_URL + ((set) ? " is set" : " is not set"));
	}

}

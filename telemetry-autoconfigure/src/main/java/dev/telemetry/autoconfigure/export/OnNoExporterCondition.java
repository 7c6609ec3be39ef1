package dev.telemetry.autoconfigure.export;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Matches when {@code telemetry.otel.exporter} is {@code none}.
 */
final class OnNoExporterCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<ExporterType> types = Binder.get(context.getEnvironment())
			.bind(PropertyNames.EXPORTER, Bindable.listOf(ExporterType.class))
			.orElse(List.of(ExporterType.OTLP));
		return new ConditionOutcome(List.of(ExporterType.NONE).equals(types.stream().distinct().toList()),
				ConditionMessage.forCondition("No telemetry exporter")
					.because(PropertyNames.EXPORTER + " is " + types));
	}

}

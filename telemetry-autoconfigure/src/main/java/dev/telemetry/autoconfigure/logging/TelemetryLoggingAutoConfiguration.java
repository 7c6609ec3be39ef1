package dev.telemetry.autoconfigure.logging;

import java.util.List;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.names.LogFields;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for trace ids in the logging
 * context. The bridge puts them there whenever a span becomes current, also one of other
 * instrumentation. Only the keys are decided here.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
@ConditionalOnClass(Slf4JEventListener.class)
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@EnableConfigurationProperties(TelemetryLoggingProperties.class)
public final class TelemetryLoggingAutoConfiguration {

	TelemetryLoggingAutoConfiguration() {
	}

	// Also for Spring Boot's keys: its own listener removes what was there before.
	@Bean
	@ConditionalOnMissingBean
	Slf4JEventListener telemetrySlf4JEventListener(TelemetryLoggingProperties properties) {
		return switch (properties.getKeys()) {
			case SNAKE -> new CurrentSpanFields(LogFields.TRACE_ID, LogFields.SPAN_ID);
			case BOOT, BOTH -> new CurrentSpanFields(LogFields.BOOT_TRACE_ID, LogFields.BOOT_SPAN_ID);
			case ECS -> new CurrentSpanFields(LogFields.ECS_TRACE_ID, LogFields.ECS_SPAN_ID);
		};
	}

	// Declared by its interface, so that it stays beside the one for the other keys.
	@Bean
	@ConditionalOnProperty(name = PropertyNames.LOGGING_KEYS, havingValue = "both")
	EventListener telemetryAdditionalSlf4JEventListener() {
		return new CurrentSpanFields(LogFields.TRACE_ID, LogFields.SPAN_ID);
	}

	@Bean
	@ConditionalOnMissingBean
	EventPublisher telemetryScopeEvents(List<EventListener> listeners, Environment environment) {
		boolean anyBaggage = !Binder.get(environment)
			.bind(PropertyNames.BAGGAGE_FIELDS, Bindable.listOf(String.class))
			.orElse(List.of())
			.isEmpty();
		return new ScopeEvents(
				listeners.stream().filter((listener) -> anyBaggage || !isForBaggageOnly(listener)).toList());
	}

	// Spring Boot's is there without fields as well. With each event
	// it asks for a log level, and then does nothing.
	private static boolean isForBaggageOnly(EventListener listener) {
		return listener.getClass() == Slf4JBaggageEventListener.class;
	}

}

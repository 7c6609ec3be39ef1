package dev.telemetry.autoconfigure.logging;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.springframework.beans.factory.BeanFactory;
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

/**
 * {@link EnableAutoConfiguration Auto-configuration} for trace ids in the logging
 * context. The bridge sets them whenever a span becomes current, including spans of other
 * instrumentation. This auto-configuration determines the keys.
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

	// Found by name, because an application may have a listener of the same class
	// with fields.
	private static final String BOOT_BAGGAGE_LISTENER = "otelSlf4JBaggageEventListener";

	TelemetryLoggingAutoConfiguration() {
	}

	// Also replaces the listener for Spring Boot's keys, which does not restore
	// earlier values.
	@Bean
	@ConditionalOnMissingBean
	Slf4JEventListener telemetrySlf4JEventListener(TelemetryLoggingProperties properties) {
		return switch (properties.getKeys()) {
			case SNAKE -> new CurrentSpanFields(LoggingContextIds.SNAKE);
			case BOOT, BOTH -> new CurrentSpanFields(LoggingContextIds.BOOT);
			case ECS -> new CurrentSpanFields(LoggingContextIds.ECS);
		};
	}

	// Declared by its interface, so that it does not replace the listener for the
	// other keys.
	@Bean
	@ConditionalOnProperty(name = PropertyNames.LOGGING_KEYS, havingValue = "both")
	EventListener telemetryAdditionalSlf4JEventListener() {
		return new CurrentSpanFields(LoggingContextIds.SNAKE);
	}

	@Bean
	@ConditionalOnMissingBean
	EventPublisher telemetryScopeEvents(List<EventListener> listeners, BeanFactory beanFactory,
			Environment environment) {
		boolean anyBaggage = !Binder.get(environment)
			.bind(PropertyNames.BAGGAGE_FIELDS, Bindable.listOf(String.class))
			.orElse(List.of())
			.isEmpty();
		List<EventListener> told = new ArrayList<>(listeners);
		if (!anyBaggage && beanFactory.containsBean(BOOT_BAGGAGE_LISTENER)) {
			// Spring Boot's listener exists even without fields. With each event, it
			// reads a log level and then does nothing.
			told.remove(beanFactory.getBean(BOOT_BAGGAGE_LISTENER));
		}
		return new ScopeEvents(told);
	}

}

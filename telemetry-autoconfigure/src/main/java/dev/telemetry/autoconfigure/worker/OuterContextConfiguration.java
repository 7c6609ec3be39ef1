package dev.telemetry.autoconfigure.worker;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnSwitchedOn;
import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.context.EnvironmentCarrier;
import dev.telemetry.record.OuterContext;

/**
 * Makes jobs without a parent part of the trace in which the process was started. Not for
 * applications with a web server, because all of their work would be in one trace.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnNotWebApplication
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@ConditionalOnSwitchedOn(PropertyNames.OUTER_CONTEXT)
class OuterContextConfiguration {

	@Bean
	OuterContext telemetryOuterContext(ObjectProvider<ContextPropagators> propagators, Environment environment) {
		TextMapPropagator propagator = propagators.getIfAvailable(ContextPropagators::noop).getTextMapPropagator();
		EnvironmentProperties variables = new EnvironmentProperties(environment);
		Map<String, String> found = new HashMap<>();
		for (String field : propagator.fields()) {
			String name = EnvironmentCarrier.name(field);
			String value = variables.environmentVariable(name);
			if (value != null) {
				found.put(name, value);
			}
		}
		return new OuterContext(EnvironmentCarrier.read(propagator, found));
	}

}

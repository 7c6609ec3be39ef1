package dev.telemetry.autoconfigure.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.ConditionalOnTelemetry;
import dev.telemetry.autoconfigure.TelemetrySignal;
import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.context.BaggageBoundary;
import dev.telemetry.context.KeptSpanPropagator;
import dev.telemetry.context.W3CTraceContext;
import dev.telemetry.decision.RootDecider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the propagation of the context
 * to other processes and threads. Spring Boot's properties determine the formats; only
 * the headers of W3C are read by this project's own propagator.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = {
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration" })
@ConditionalOnClass({ ContextPropagators.class, ConditionalOnEnabledTracingExport.class })
@ConditionalOnTelemetry(TelemetrySignal.TRACES)
@EnableConfigurationProperties(TelemetryPropagationProperties.class)
@Import({ DisabledSdkConfiguration.class, EndedRootsConfiguration.class, TaskContextConfiguration.class })
public final class TelemetryContextAutoConfiguration {

	private static final String PROPAGATION = "management.tracing.propagation.";

	private static final String REMOTE_FIELDS = "management.tracing.baggage.remote-fields";

	private static final String ALL = "*";

	private static final String W3C = "w3c";

	TelemetryContextAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnEnabledTracingExport
	ContextPropagators telemetryContextPropagators(ObjectProvider<TextMapPropagator> propagators,
			ObjectProvider<RootDecider> decider, Environment environment, TelemetryPropagationProperties properties,
			TracingState tracing) {
		if (!tracing.active()) {
			// Tracing was switched off after the application was processed ahead of time:
			// no trace may be propagated.
			return ContextPropagators.noop();
		}
		TextMapPropagator all = new KeptSpanPropagator(
				TextMapPropagator.composite(propagators.orderedStream().toList()),
				Objects.requireNonNullElse(decider.getIfAvailable(), RootDecider.BY_SAMPLER));
		TextMapPropagator bounded = bounded(all, properties.getBaggage(), environment);
		return ContextPropagators.create((readsW3C(environment)) ? new W3CTraceContext(bounded) : bounded);
	}

	private static TextMapPropagator bounded(TextMapPropagator propagator, List<String> named,
			Environment environment) {
		List<String> passedOn = new ArrayList<>(named);
		passedOn.addAll(Binder.get(environment).bind(REMOTE_FIELDS, Bindable.listOf(String.class)).orElse(List.of()));
		return (passedOn.contains(ALL)) ? propagator : new BaggageBoundary(propagator, passedOn);
	}

	private static boolean readsW3C(Environment environment) {
		Binder binder = Binder.get(environment);
		Bindable<List<String>> types = Bindable.listOf(String.class);
		BindResult<List<String>> both = binder.bind(PROPAGATION + "type", types);
		List<String> read = (both.isBound()) ? both.get()
				: binder.bind(PROPAGATION + "consume", types).orElse(List.of(W3C));
		for (String type : read) {
			if (type.toLowerCase(Locale.ROOT).equals(W3C)) {
				return true;
			}
		}
		return false;
	}

}

package dev.telemetry.autoconfigure;

import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import dev.telemetry.autoconfigure.observation.MicrometerScopes;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.EventFilter;
import dev.telemetry.record.EventGate;
import dev.telemetry.record.EventNames;
import dev.telemetry.record.JobListener;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.LogContexts;
import dev.telemetry.record.OperationCustomizer;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.OperationSettings;
import dev.telemetry.record.OuterContext;
import dev.telemetry.record.RecorderExtensions;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.record.TelemetryRecorder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the recorder of jobs and calls.
 * While telemetry is off, {@link TelemetryNoopAutoConfiguration} has its twin.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TelemetryAutoConfiguration.class)
@ConditionalOnTelemetry
@EnableConfigurationProperties(TelemetryEventsProperties.class)
public final class TelemetryRecorderAutoConfiguration {

	private static final String EXCLUDE = "telemetry.events.exclude";

	TelemetryRecorderAutoConfiguration() {
	}

	@Bean
	static OpenRecordingsShutdown telemetryOpenRecordingsShutdown() {
		return new OpenRecordingsShutdown();
	}

	// With a web server, beans that check properties are created before its filters;
	// beans of the application are not.
	@Bean
	EventNames telemetryExcludedEvents(TelemetryEventsProperties properties, PropertyRejections rejections,
			Environment environment) {
		if (properties.getAs() != TelemetryEventsProperties.As.SPAN
				&& !environment.getProperty(PropertyNames.LOGS_ENABLED, Boolean.class, false)) {
			throw rejections.reject(PropertyNames.EVENTS_AS, "span where " + PropertyNames.LOGS_ENABLED
					+ " is not true: otherwise events leave as log records. To export only events, set "
					+ PropertyNames.LOGS_ENABLED + " to true and " + PropertyNames.LOGS + ".loggers.root to off");
		}
		try {
			return EventNames.of(properties.getExclude());
		}
		catch (IllegalArgumentException ex) {
			throw rejections.reject(EXCLUDE, "a list of " + EventNames.ALLOWED);
		}
	}

	@Bean
	@ConditionalOnMissingBean(name = "telemetryEventGate")
	EventGate telemetryEventGate(EventNames excluded, ObjectProvider<EventFilter> filters, InternalFailures failures) {
		return new EventGate(excluded, () -> filters.orderedStream().toList(), failures);
	}

	@Bean
	@ConditionalOnMissingBean
	TelemetryRecorder telemetryRecorder(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<RootDecider> decider, ObjectProvider<OperationMeters> meters,
			ObjectProvider<SpanScopes> scopes, ObjectProvider<OperationSettings.JobSpanName> jobNames,
			ObjectProvider<OperationSettings.CallSpanName> callNames, ObjectProvider<JobTrace> jobTrace,
			ObjectProvider<LogContexts> logContexts, EventGate events, ObjectProvider<OperationCustomizer> customizers,
			ObjectProvider<OuterContext> outer, ObjectProvider<JobListener> jobs, TelemetryProperties properties,
			ContextLeaks leaks, InternalFailures failures, OpenRecordingsShutdown shutdown, Environment environment,
			ResourceLoader resourceLoader) {
		TelemetrySwitch state = SwitchReader.read(environment, resourceLoader.getClassLoader());
		if (!state.enabled()) {
			return TelemetryRecorder.noop();
		}
		OperationSettings defaults = OperationSettings.DEFAULTS;
		OperationSettings settings = new OperationSettings(orElse(jobNames, defaults.jobs()),
				orElse(callNames, defaults.calls()), orElse(jobTrace, defaults.trace()));
		boolean traces = state.isOn(TelemetrySignal.TRACES);
		OperationRecorder recorder = new OperationRecorder((traces) ? openTelemetry.getIfAvailable() : null,
				orElse(decider, RootDecider.BY_SAMPLER), orElse(meters, OperationMeters.NOOP),
				orElse(scopes, SpanScopes.PLAIN), settings, orElse(logContexts, LogContexts.NONE),
				new RecorderExtensions(events, () -> customizers.orderedStream().toList(),
						orElse(outer, OuterContext.root()).context(), orElse(jobs, JobListener.NONE)),
				properties.getFailureMode() == FailureMode.PROPAGATE, leaks, failures);
		shutdown.ends(recorder);
		return recorder;
	}

	private static <T> T orElse(ObjectProvider<T> provider, T otherwise) {
		return Objects.requireNonNullElse(provider.getIfAvailable(), otherwise);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtelCurrentTraceContext.class)
	@ConditionalOnTelemetry(TelemetrySignal.TRACES)
	static class MicrometerScopesConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "telemetrySpanScopes")
		SpanScopes telemetrySpanScopes(ObjectProvider<OtelCurrentTraceContext> current,
				ObjectProvider<ObservationRegistry> registry, ContextLeaks leaks) {
			OtelCurrentTraceContext available = current.getIfAvailable();
			return (available != null) ? new MicrometerScopes(available, registry::getIfAvailable, leaks)
					: SpanScopes.PLAIN;
		}

	}

}

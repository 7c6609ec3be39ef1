package dev.telemetry.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.EnvironmentAliases;
import dev.telemetry.autoconfigure.property.EnvironmentProperties;

/**
 * Decides about Spring Boot's own tracing. The jars of this starter alone would switch it
 * on, so it is left out while telemetry records no traces, unless the application
 * configures it.
 */
final class BootTracing {

	static final String MANAGE_PROPERTY = "telemetry.manage-boot-tracing";

	static final String TRACING_CONFIGURATION = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
			+ "OpenTelemetryTracingAutoConfiguration";

	private static final String BRAVE_TRACER = "io.micrometer.tracing.brave.bridge.BraveTracer";

	private static final Set<String> LOG_APPENDERS = Set.of(
			"io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender",
			"io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender");

	// Part of Spring Boot's OpenTelemetry starter, and never of this one.
	private static final String OTLP_METER_REGISTRY = "io.micrometer.registry.otlp.OtlpMeterRegistry";

	private static final String OTLP_METRICS_URL = "management.otlp.metrics.export.url";

	private static final Set<String> TRACING_GROUPS = Set.of("management.tracing", "management.opentelemetry.tracing");

	private static final Set<String> LOGGING_GROUPS = Set.of("management.opentelemetry.logging",
			"management.logging.export");

	// Prefixes of variables. Patterns would load more classes while telemetry is off.
	private static final Set<String> METRICS_VARIABLES = Set.of("OTEL_EXPORTER_OTLP_METRICS_");

	private static final Set<String> LOGGING_VARIABLES = Set.of("OTEL_LOGS_", "OTEL_BLRP_", "OTEL_EXPORTER_OTLP_LOGS_");

	private static final Set<String> TRACING_VARIABLES = Set.of("OTEL_TRACES_", "OTEL_BSP_", "OTEL_SPAN_",
			"OTEL_ATTRIBUTE_", "OTEL_EVENT_", "OTEL_LINK_", "OTEL_PROPAGATORS", "OTEL_EXPORTER_OTLP_");

	private static final Set<String> VARIABLES_OF_OTHERS = Set.of("OTEL_EXPORTER_OTLP_METRICS_",
			"OTEL_EXPORTER_OTLP_LOGS_");

	private static final Set<String> TRACING_CONFIGURATIONS = Set.of(TRACING_CONFIGURATION,
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

	private static final Set<String> SHARED_WITH_BRAVE = Set.of(
			"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration");

	private static final String SDK_CONFIGURATION = "org.springframework.boot.opentelemetry.autoconfigure."
			+ "OpenTelemetrySdkAutoConfiguration";

	private static final Set<String> LOGGING_CONFIGURATIONS = Set.of(
			"org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration");

	private static final String NO_TRACES = "telemetry makes no traces (telemetry.enabled, telemetry.backend) and "
			+ "leaves out those of Spring Boot (telemetry.manage-boot-tracing)";

	private static final String NO_LOGS = "neither a property under management.opentelemetry.logging nor an appender "
			+ "for OpenTelemetry asks for it";

	private final Environment environment;

	private final EnvironmentProperties properties;

	private final @Nullable ClassLoader classLoader;

	BootTracing(Environment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.properties = new EnvironmentProperties(environment);
		this.classLoader = classLoader;
	}

	/**
	 * Returns the auto-configurations that may be left out.
	 * @return class names
	 */
	static Set<String> leftOutNames() {
		Set<String> names = new LinkedHashSet<>(TRACING_CONFIGURATIONS);
		names.addAll(SHARED_WITH_BRAVE);
		names.add(SDK_CONFIGURATION);
		names.addAll(LOGGING_CONFIGURATIONS);
		return names;
	}

	/**
	 * Returns the classes whose presence affects the decision.
	 * @return class names
	 */
	static Set<String> lookedFor() {
		Set<String> names = new LinkedHashSet<>(LOG_APPENDERS);
		names.add(BRAVE_TRACER);
		names.add(OTLP_METER_REGISTRY);
		return names;
	}

	/**
	 * Returns whether Spring Boot's tracing is left out.
	 * @return whether the application does not use it
	 */
	boolean isLeftOut() {
		TelemetrySwitch state = SwitchReader.read(this.environment, this.classLoader);
		if (state.isOn(TelemetrySignal.TRACES)) {
			return false;
		}
		BootTracingManagement management = management();
		if (management == BootTracingManagement.AUTO) {
			// While telemetry is on, Spring Boot's tracing is not added to another
			// library that traces.
			return state.clash() != null || state.foreignTracing() != null || !isUsed();
		}
		return management == BootTracingManagement.TRUE;
	}

	// OpenTelemetry's starter does not need the bridge of this starter, so properties of
	// Spring Boot's tracing are leftovers.
	private boolean isUsed() {
		return ForeignTracing.find(this.classLoader) != ForeignTracing.OPENTELEMETRY_STARTER
				&& (isAnyConfigured(TRACING_GROUPS) || isConfiguredByVariables(TRACING_VARIABLES, VARIABLES_OF_OTHERS)
						|| isUnconfiguredStarterPresent());
	}

	// Loops here and below, because each lambda is a class, and while telemetry is off as
	// few classes as possible are loaded.
	private boolean isAnyConfigured(Iterable<String> groups) {
		for (String group : groups) {
			if (this.properties.isConfigured(group)) {
				return true;
			}
		}
		return false;
	}

	private boolean isAnyPresent(Iterable<String> classNames) {
		for (String className : classNames) {
			if (isPresent(className)) {
				return true;
			}
		}
		return false;
	}

	private boolean isTelemetryTracing() {
		return SwitchReader.read(this.environment, this.classLoader).isOn(TelemetrySignal.TRACES);
	}

	private BootTracingManagement management() {
		return Binder.get(this.environment)
			.bind(MANAGE_PROPERTY, BootTracingManagement.class)
			.orElse(BootTracingManagement.AUTO);
	}

	// Another library that traces requests reads the same variables, and they are meant
	// for it.
	private boolean isConfiguredByVariables(Set<String> beginnings, Set<String> others) {
		return this.environment.getProperty(EnvironmentAliases.MAP_VARIABLES_PROPERTY, Boolean.class, true)
				&& this.properties.hasEnvironmentVariable(beginnings, others)
				&& ForeignTracing.find(this.classLoader) == null;
	}

	// Spring Boot's starter creates and propagates ids even without any configuration.
	private boolean isUnconfiguredStarterPresent() {
		return isPresent(OTLP_METER_REGISTRY) && !this.properties.isSet(OTLP_METRICS_URL)
				&& !isConfiguredByVariables(METRICS_VARIABLES, Set.of());
	}

	/**
	 * Returns whether export and propagation are left out as well. Brave has its own
	 * export and propagation, under the same property.
	 * @return whether nothing needs them
	 */
	boolean isExportLeftOut() {
		return isLeftOut() && !isPresent(BRAVE_TRACER);
	}

	/**
	 * Returns why an auto-configuration is left out.
	 * @param autoConfiguration class name
	 * @return the reason, or {@code null} if it is not left out
	 */
	@Nullable String leftOutBecause(String autoConfiguration) {
		if (TRACING_CONFIGURATIONS.contains(autoConfiguration)) {
			return (isLeftOut()) ? NO_TRACES : null;
		}
		if (SHARED_WITH_BRAVE.contains(autoConfiguration)) {
			return (isLeftOut() && !isPresent(BRAVE_TRACER)) ? NO_TRACES : null;
		}
		if (SDK_CONFIGURATION.equals(autoConfiguration)) {
			return (isLeftOut() && !isLoggingUsed()) ? NO_TRACES : null;
		}
		return (LOGGING_CONFIGURATIONS.contains(autoConfiguration) && isLoggingLeftOut()) ? NO_LOGS : null;
	}

	// It would start a thread even without logs to export.
	private boolean isLoggingLeftOut() {
		boolean managed = isLeftOut() || (isTelemetryTracing() && management() != BootTracingManagement.FALSE);
		return managed && !isLoggingUsed();
	}

	private boolean isLoggingUsed() {
		return isAnyConfigured(LOGGING_GROUPS) || isConfiguredByVariables(LOGGING_VARIABLES, Set.of())
				|| isAnyPresent(LOG_APPENDERS) || isUnconfiguredStarterPresent();
	}

	private boolean isPresent(String className) {
		return ClassUtils.isPresent(className, this.classLoader);
	}

}

package dev.telemetry.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Spring Boot's own tracing. The jars that this starter brings switch it on by
 * themselves, so it is left out while traces are off here, unless the application
 * configures it and so means to use it.
 */
final class BootTracing {

	private static final String BRAVE_TRACER = "io.micrometer.tracing.brave.bridge.BraveTracer";

	private static final Set<String> LOG_APPENDERS = Set.of(
			"io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender",
			"io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender");

	private static final Set<String> TRACING_GROUPS = Set.of("management.tracing", "management.opentelemetry.tracing");

	private static final String MAP_VARIABLES = "management.opentelemetry.map-environment-variables";

	private static final Pattern TRACING_VARIABLE = Pattern
		.compile("OTEL_(TRACES|BSP|SPAN|ATTRIBUTE|EVENT|LINK)_.*|OTEL_PROPAGATORS"
				+ "|OTEL_EXPORTER_OTLP_(?!METRICS_|LOGS_).*");

	private static final String LOGGING_GROUP = "management.opentelemetry.logging";

	private static final Set<String> TRACING_CONFIGURATIONS = Set.of(
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

	private static final Set<String> SHARED_WITH_BRAVE = Set.of(
			"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration");

	private static final Set<String> SHARED_WITH_LOGGING = Set.of(
			"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration");

	private final Environment environment;

	private final EnvironmentProperties properties;

	private final @Nullable ClassLoader classLoader;

	BootTracing(Environment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.properties = new EnvironmentProperties(environment);
		this.classLoader = classLoader;
	}

	/**
	 * The auto-configurations that may be left out.
	 * @return class names
	 */
	static Set<String> leftOutNames() {
		Set<String> names = new LinkedHashSet<>(TRACING_CONFIGURATIONS);
		names.addAll(SHARED_WITH_BRAVE);
		names.addAll(SHARED_WITH_LOGGING);
		return names;
	}

	/**
	 * Whether Spring Boot's tracing is left out.
	 * @return whether nothing asks for traces
	 */
	boolean isLeftOut() {
		return !TelemetrySwitch.of(this.environment).isOn(TelemetrySignal.TRACES)
				&& TRACING_GROUPS.stream().noneMatch(this.properties::isConfigured) && !isConfiguredByVariables();
	}

	// Spring Boot maps these to its properties in an environment post-processor of its
	// own,
	// which may come before or after ours: both have to see the same.
	private boolean isConfiguredByVariables() {
		return this.environment.getProperty(MAP_VARIABLES, Boolean.class, true)
				&& this.properties.hasEnvironmentVariable(TRACING_VARIABLE);
	}

	/**
	 * Whether export and propagation are left out as well. Brave has its own, under the
	 * same property.
	 * @return whether nothing needs them
	 */
	boolean isExportLeftOut() {
		return isLeftOut() && !isPresent(BRAVE_TRACER);
	}

	/**
	 * Whether an auto-configuration belongs to what is left out.
	 * @param autoConfiguration class name
	 * @return whether it is one of those that only tracing needs
	 */
	boolean includes(String autoConfiguration) {
		if (TRACING_CONFIGURATIONS.contains(autoConfiguration)) {
			return true;
		}
		if (SHARED_WITH_BRAVE.contains(autoConfiguration)) {
			return !isPresent(BRAVE_TRACER);
		}
		return SHARED_WITH_LOGGING.contains(autoConfiguration) && !this.properties.isConfigured(LOGGING_GROUP)
				&& LOG_APPENDERS.stream().noneMatch(this::isPresent);
	}

	private boolean isPresent(String className) {
		return ClassUtils.isPresent(className, this.classLoader);
	}

}

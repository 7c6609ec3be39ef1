package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Required jars, each recognized by one of its classes.
 *
 * @param classes names of the jars by class name
 */
record RequiredJars(Map<String, String> classes) {

	/** Jars without which no part of telemetry can be loaded. */
	static final RequiredJars ALL = new RequiredJars(all());

	static final RequiredJars TRACES = new RequiredJars(traces());

	static final RequiredJars METRICS = new RequiredJars(metrics());

	private static Map<String, String> all() {
		Map<String, String> jars = new LinkedHashMap<>();
		jars.put("io.opentelemetry.api.OpenTelemetry", "opentelemetry-api");
		jars.put("io.opentelemetry.context.Context", "opentelemetry-context");
		return Collections.unmodifiableMap(jars);
	}

	private static Map<String, String> traces() {
		Map<String, String> jars = new LinkedHashMap<>();
		jars.put("io.opentelemetry.sdk.trace.SdkTracerProvider", "opentelemetry-sdk");
		jars.put("io.micrometer.tracing.otel.bridge.OtelTracer", "micrometer-tracing-bridge-otel");
		jars.put("org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
				"spring-boot-opentelemetry");
		jars.put("org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
				+ "OpenTelemetryTracingAutoConfiguration", "spring-boot-micrometer-tracing-opentelemetry");
		return Collections.unmodifiableMap(jars);
	}

	private static Map<String, String> metrics() {
		Map<String, String> jars = new LinkedHashMap<>();
		jars.put("io.micrometer.prometheusmetrics.PrometheusMeterRegistry", "micrometer-registry-prometheus");
		jars.put("org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration",
				"spring-boot-starter-actuator");
		jars.put("org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus."
				+ "PrometheusMetricsExportAutoConfiguration", "spring-boot-micrometer-metrics");
		return Collections.unmodifiableMap(jars);
	}

	/**
	 * Describes the missing jars.
	 * @param missed the feature that needs the jars, as a word
	 * @param alternative the value of {@code telemetry.backend} that does not need the
	 * jars
	 * @param classLoader class loader of the application
	 * @return sentences, or {@code null} if all jars are present
	 */
	@Nullable String problem(String missed, String alternative, @Nullable ClassLoader classLoader) {
		String problem = problem("There are no " + missed, classLoader);
		return (problem != null)
				? problem + " To do without " + missed + ", set " + PropertyNames.BACKEND + " to " + alternative + "."
				: null;
	}

	/**
	 * Describes the missing jars.
	 * @param consequence the beginning of the sentence
	 * @param classLoader class loader of the application
	 * @return a sentence, or {@code null} if all jars are present
	 */
	@Nullable String problem(String consequence, @Nullable ClassLoader classLoader) {
		List<String> missing = missing(classLoader);
		return (missing.isEmpty()) ? null : consequence + ": not on the class path is " + String.join(", ", missing)
				+ ", which telemetry-spring-boot-starter brings.";
	}

	/**
	 * Returns whether all jars are present.
	 * @param classLoader class loader of the application
	 */
	boolean arePresent(@Nullable ClassLoader classLoader) {
		return missing(classLoader).isEmpty();
	}

	private List<String> missing(@Nullable ClassLoader classLoader) {
		List<String> missing = new ArrayList<>();
		for (Map.Entry<String, String> jar : this.classes.entrySet()) {
			if (!ClassUtils.isPresent(jar.getKey(), classLoader)) {
				missing.add(jar.getValue());
			}
		}
		return missing;
	}

}

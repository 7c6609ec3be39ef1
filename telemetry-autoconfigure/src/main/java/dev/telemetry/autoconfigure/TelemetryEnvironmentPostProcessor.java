package dev.telemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

import dev.telemetry.names.LogFields;

/**
 * {@link EnvironmentPostProcessor} that sets defaults of Spring Boot properties to fit
 * the state of the switch. All but the service name are defaults in the property source
 * of that name, so that whatever an application sets itself stands.
 */
final class TelemetryEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String PROMETHEUS_EXPORT = "management.prometheus.metrics.export.enabled";

	private static final String EXEMPLARS_EVERYWHERE = "management.prometheus.metrics.export.properties"
			+ "[io.prometheus.exporter.exemplarsOnAllMetricTypes]";

	private static final String PROMETHEUS_GROUP = "management.prometheus.metrics.export";

	private static final String TRACING_EXPORT = "management.tracing.export.enabled";

	static final String SERVICE_NAME = "management.opentelemetry.resource-attributes.service.name";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		TelemetrySwitch state = TelemetrySwitch.of(environment);
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (state.isOn(TelemetrySignal.TRACES)) {
			addTracing(environment, defaults);
		}
		else if (new BootTracing(environment, application.getClassLoader()).isExportLeftOut()) {
			defaults.put(TRACING_EXPORT, false);
		}
		if (state.isOn(TelemetrySignal.METRICS)) {
			defaults.put(EXPOSURE, "health,prometheus");
			// Elsewhere they make Prometheus before 2.43 drop the whole scrape.
			defaults.put(EXEMPLARS_EVERYWHERE, "false");
		}
		else if (!exposesPrometheus(environment)
				&& !new EnvironmentProperties(environment).isConfigured(PROMETHEUS_GROUP)) {
			defaults.put(PROMETHEUS_EXPORT, false);
		}
		defaults.keySet().removeIf(new EnvironmentProperties(environment)::isSet);
		DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
	}

	private static void addTracing(ConfigurableEnvironment environment, Map<String, Object> defaults) {
		if (replacesOtlpExporter(environment)) {
			defaults.put("management.tracing.export.otlp.enabled", false);
		}
		defaults.put("management.tracing.propagation.consume", "w3c");
		defaults.put("management.opentelemetry.tracing.export.schedule-delay", "1s");
		Binder binder = Binder.get(environment);
		if (!"boot".equalsIgnoreCase(binder.bind("telemetry.logging.keys", String.class).orElse(""))) {
			defaults.put("logging.pattern.correlation",
					"%%correlationId{%s(32),%s(16)}".formatted(LogFields.TRACE_ID, LogFields.SPAN_ID));
		}
		String serviceName = binder.bind("telemetry.service-name", String.class).orElse(null);
		addServiceName(environment, serviceName);
	}

	// First: what is set for telemetry wins over what is more general.
	private static void addServiceName(ConfigurableEnvironment environment, @Nullable String serviceName) {
		if (serviceName != null && !serviceName.isBlank()) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("telemetryServiceName", Map.of(SERVICE_NAME, serviceName)));
		}
	}

	// Spring Boot's exporter knows its own properties and customizers best: it stays
	// unless
	// telemetry says where spans go.
	private static boolean replacesOtlpExporter(ConfigurableEnvironment environment) {
		EnvironmentProperties properties = new EnvironmentProperties(environment);
		List<String> exporters = Binder.get(environment)
			.bind("telemetry.otel.exporter", Bindable.listOf(String.class))
			.orElse(List.of("otlp"));
		return properties.isSet("telemetry.otel.endpoint") || exporters.stream().noneMatch("otlp"::equalsIgnoreCase);
	}

	private static boolean exposesPrometheus(ConfigurableEnvironment environment) {
		List<String> exposed = Binder.get(environment).bind(EXPOSURE, Bindable.listOf(String.class)).orElse(List.of());
		return exposed.contains("prometheus") || exposed.contains("*");
	}

}

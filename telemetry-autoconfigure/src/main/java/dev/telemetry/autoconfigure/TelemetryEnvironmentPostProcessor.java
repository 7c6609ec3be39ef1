package dev.telemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * the state of the switch, and reads the environment variables that stand for properties
 * of telemetry. All but the service name are defaults in the property source of that
 * name, so that whatever an application sets itself stands.
 */
final class TelemetryEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	static final String PROMETHEUS_EXPORT = "management.prometheus.metrics.export.enabled";

	private static final String EXEMPLARS_EVERYWHERE = "management.prometheus.metrics.export.properties"
			+ "[io.prometheus.exporter.exemplarsOnAllMetricTypes]";

	private static final String PROMETHEUS_GROUP = "management.prometheus.metrics.export";

	private static final String TRACING_EXPORT = "management.tracing.export.enabled";

	private static final String EXPORTER = "telemetry.otel.exporter";

	static final String SERVICE_NAME = "management.opentelemetry.resource-attributes.service.name";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		TelemetrySwitch state = TelemetrySwitch.of(environment, application.getClassLoader());
		Map<String, Object> defaults = new LinkedHashMap<>();
		addTraces(state, environment, application, defaults);
		addMetrics(state, environment, defaults);
		defaults.keySet().removeIf(new EnvironmentProperties(environment)::isSet);
		DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
		if (state.isOn(TelemetrySignal.TRACES)) {
			addServiceName(environment);
		}
	}

	private static void addTraces(TelemetrySwitch state, ConfigurableEnvironment environment,
			SpringApplication application, Map<String, Object> defaults) {
		if (state.enabled()) {
			defaults.putAll(new EnvironmentAliases(environment).values());
		}
		if (state.isWanted(TelemetrySignal.TRACES)) {
			addLogCorrelation(environment, defaults);
		}
		if (state.isOn(TelemetrySignal.TRACES)) {
			defaults.put("management.tracing.propagation.consume", "w3c");
			defaults.put("management.opentelemetry.tracing.export.schedule-delay", "1s");
			addOtlpExport(environment, defaults);
		}
		else if (!state.isWanted(TelemetrySignal.TRACES)
				&& new BootTracing(environment, application.getClassLoader()).isExportLeftOut()) {
			defaults.put(TRACING_EXPORT, false);
		}
	}

	// Building an exporter that is not used would cost the start 100 ms.
	private static void addOtlpExport(ConfigurableEnvironment environment, Map<String, Object> defaults) {
		Object alias = defaults.getOrDefault(EXPORTER, "otlp");
		List<String> exporters = Binder.get(environment)
			.bind(EXPORTER, Bindable.listOf(String.class))
			.orElseGet(() -> List.of(alias.toString().split(",")));
		if (exporters.stream().noneMatch("otlp"::equalsIgnoreCase)) {
			defaults.put("management.tracing.export.otlp.enabled", false);
		}
	}

	private static void addLogCorrelation(ConfigurableEnvironment environment, Map<String, Object> defaults) {
		if (!"boot".equalsIgnoreCase(value(environment, "telemetry.logging.keys"))) {
			defaults.put("logging.pattern.correlation",
					"%%correlationId{%s(32),%s(16)}".formatted(LogFields.TRACE_ID, LogFields.SPAN_ID));
		}
	}

	private static void addMetrics(TelemetrySwitch state, ConfigurableEnvironment environment,
			Map<String, Object> defaults) {
		if (state.isOn(TelemetrySignal.METRICS)) {
			defaults.put(EXPOSURE, "health,prometheus");
			// Elsewhere they make Prometheus before 2.43 drop the whole scrape.
			defaults.put(EXEMPLARS_EVERYWHERE, "false");
		}
		else if (!exposesPrometheus(environment)
				&& !new EnvironmentProperties(environment).isConfigured(PROMETHEUS_GROUP)) {
			defaults.put(PROMETHEUS_EXPORT, false);
		}
	}

	// First: what is set for telemetry wins over what is more general.
	private static void addServiceName(ConfigurableEnvironment environment) {
		String serviceName = value(environment, "telemetry.service-name");
		if (!serviceName.isBlank()) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("telemetryServiceName", Map.of(SERVICE_NAME, serviceName)));
		}
	}

	private static String value(ConfigurableEnvironment environment, String property) {
		return Binder.get(environment).bind(property, String.class).orElse("");
	}

	private static boolean exposesPrometheus(ConfigurableEnvironment environment) {
		List<String> exposed = Binder.get(environment).bind(EXPOSURE, Bindable.listOf(String.class)).orElse(List.of());
		return exposed.contains("prometheus") || exposed.contains("*");
	}

}

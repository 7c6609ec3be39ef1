package dev.telemetry.autoconfigure.property;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Environment variables that are aliases of properties of telemetry, for properties that
 * are not set.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EnvironmentAliases {

	/**
	 * The property of Spring Boot that says whether it maps the standard variables.
	 */
	public static final String MAP_VARIABLES_PROPERTY = "management.opentelemetry.map-environment-variables";

	private static final String STANDARD_EXPORTER = "OTEL_TRACES_EXPORTER";

	private static final Set<String> STANDARD_EXPORTERS = Set.of("otlp", "console", "none");

	private static final Map<String, String> PROPERTIES = properties();

	private final Environment environment;

	private final EnvironmentProperties variables;

	/**
	 * Creates an instance.
	 * @param environment the environment with the variables of the process
	 */
	public EnvironmentAliases(Environment environment) {
		this.environment = environment;
		this.variables = new EnvironmentProperties(environment);
	}

	private static Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("OTEL_EXPORTER", PropertyNames.EXPORTER);
		properties.put("OTEL_ENDPOINT", PropertyNames.ENDPOINT);
		properties.put("OTEL_SERVICE_NAME", PropertyNames.SERVICE_NAME);
		properties.put("OTEL_TRACE_SAMPLE", PropertyNames.RATIO);
		// A standard variable, of which Spring Boot supports the value otlp only.
		properties.put(STANDARD_EXPORTER, PropertyNames.EXPORTER);
		return properties;
	}

	/**
	 * Returns the values of the variables that are set, by the property of each.
	 * @return values by property
	 */
	public Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		for (Map.Entry<String, String> entry : PROPERTIES.entrySet()) {
			String value = value(entry.getKey());
			if (value != null) {
				values.putIfAbsent(entry.getValue(), value);
			}
		}
		return values;
	}

	/**
	 * Finds the variable that gave a property its value.
	 * @param property name of the property
	 * @param propertyValue value of the property
	 * @return name of the variable, or {@code null} if the value is not from a variable
	 */
	public @Nullable String variable(String property, Object propertyValue) {
		for (Map.Entry<String, String> entry : PROPERTIES.entrySet()) {
			if (entry.getValue().equals(property) && propertyValue.equals(value(entry.getKey()))) {
				return entry.getKey();
			}
		}
		return null;
	}

	private @Nullable String value(String variable) {
		String value = this.variables.environmentVariable(variable);
		if (value == null || value.isBlank()) {
			return null;
		}
		return (variable.equals(STANDARD_EXPORTER)) ? standardExporters(value) : value.trim();
	}

	// Exporters that this project does not have are for other instrumentation.
	private @Nullable String standardExporters(String value) {
		if (!this.environment.getProperty(MAP_VARIABLES_PROPERTY, Boolean.class, true)) {
			return null;
		}
		List<String> names = Arrays.stream(value.split(","))
			.map((name) -> name.trim().toLowerCase(Locale.ROOT))
			.map((name) -> (name.equals("logging")) ? "console" : name)
			.filter(STANDARD_EXPORTERS::contains)
			.toList();
		if (names.contains("none")) {
			return "none";
		}
		return (names.isEmpty()) ? null : names.stream().distinct().collect(Collectors.joining(","));
	}

}

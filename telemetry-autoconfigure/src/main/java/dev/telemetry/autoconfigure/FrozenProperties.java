package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.EnvironmentProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * The values that properties had when the application was processed ahead of time, for
 * properties that conditions read. Conditions are not evaluated again. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class FrozenProperties {

	/** Name of the bean that generated code registers. */
	static final String BEAN = "telemetryFrozenProperties";

	private static final String NONE = "none";

	private static final String SET = "set";

	private static final String NOT_SET = "not set";

	/**
	 * Defaults of the properties. For a property of which only the presence counts, the
	 * default is one of these two words.
	 */
	private static final Map<String, String> DEFAULTS = defaults();

	private final Map<String, String> values;

	private FrozenProperties(Map<String, String> values) {
		this.values = Map.copyOf(values);
	}

	private static Map<String, String> defaults() {
		Map<String, String> defaults = new LinkedHashMap<>();
		defaults.put(PropertyNames.BACKEND, "hybrid");
		defaults.put(PropertyNames.EXPORTER, "otlp");
		for (String name : List.of(PropertyNames.HTTP_ENABLED, PropertyNames.GRPC_ENABLED, PropertyNames.SLOW_STACKS,
				PropertyNames.JOB_ENABLED, PropertyNames.JOB_SCHEDULED, PropertyNames.JOB_BATCH,
				PropertyNames.JOB_QUARTZ, PropertyNames.JOB_KAFKA, PropertyNames.JOB_JMS, PropertyNames.JOB_RABBIT,
				PropertyNames.REPORT_UPLOAD_AZURE, PropertyNames.CLIENT_ENABLED, PropertyNames.PRIVACY_ENABLED,
				PropertyNames.OUTER_CONTEXT, PropertyNames.SDK_ENABLED, PropertyNames.TRACING_EXPORT,
				PropertyNames.LOGGING_EXPORT)) {
			defaults.put(name, "true");
		}
		for (String name : List.of(PropertyNames.LOGS_ENABLED, PropertyNames.LOGS_ON_SPANS,
				PropertyNames.VIEWER_ENABLED, PropertyNames.JOB_REPORT_ENABLED)) {
			defaults.put(name, "false");
		}
		defaults.put(PropertyNames.LOGGING_KEYS, "snake");
		defaults.put(PropertyNames.EXEMPLARS, "sampled-traces");
		for (String name : List.of(PropertyNames.JOB_HEARTBEAT, PropertyNames.TARGET, PropertyNames.BUDGET)) {
			defaults.put(name, NOT_SET);
		}
		return defaults;
	}

	/**
	 * Returns the properties whose values are stored, in addition to the switch itself.
	 */
	static Iterable<String> names() {
		return DEFAULTS.keySet();
	}

	/**
	 * Returns whether a property is {@code true}, explicitly or by default. Uses property
	 * binding like all other readers of the property: conditions of Spring Boot accept
	 * two words only.
	 */
	static boolean isOn(String name, Environment environment) {
		return Binder.get(environment).bind(name, Boolean.class).orElse(!"false".equals(DEFAULTS.get(name)));
	}

	/**
	 * Reads the current values.
	 */
	static FrozenProperties read(Environment environment) {
		Map<String, String> values = new LinkedHashMap<>();
		EnvironmentProperties properties = new EnvironmentProperties(environment);
		DEFAULTS.forEach((name, byDefault) -> {
			String value = value(name, byDefault, environment, properties);
			if (!value.equals(byDefault)) {
				values.put(name, value);
			}
		});
		return new FrozenProperties(values);
	}

	private static String value(String name, String byDefault, Environment environment,
			EnvironmentProperties properties) {
		if (byDefault.equals(NOT_SET)) {
			return (properties.isSet(name) || properties.isConfigured(name)) ? SET : NOT_SET;
		}
		if (name.startsWith("telemetry.") && (byDefault.equals("true") || byDefault.equals("false"))) {
			return String.valueOf(isOn(name, environment));
		}
		String value = environment.getProperty(name, "").trim().toLowerCase(Locale.ROOT);
		if (name.equals(PropertyNames.EXPORTER)) {
			// Conditions only read whether there is an exporter.
			return (value.equals(NONE)) ? NONE : byDefault;
		}
		return (value.isEmpty()) ? byDefault : value;
	}

	/**
	 * Creates the properties from the values in generated code.
	 * @param values alternating names and values of properties that differ from their
	 * defaults
	 * @return the properties
	 */
	public static FrozenProperties of(String... values) {
		Map<String, String> all = new LinkedHashMap<>();
		for (int i = 0; i + 1 < values.length; i += 2) {
			all.put(values[i], values[i + 1]);
		}
		return new FrozenProperties(all);
	}

	/**
	 * Returns the arguments that generated code passes to {@link #of}.
	 */
	List<String> toList() {
		List<String> all = new ArrayList<>();
		for (String name : names()) {
			String value = this.values.get(name);
			if (value != null) {
				all.addAll(List.of(name, value));
			}
		}
		return all;
	}

	/**
	 * Compares these values with the current ones.
	 * @return the properties that differ, or {@code null} if no difference has an effect
	 */
	@Nullable String differences(FrozenProperties now) {
		StringJoiner differences = new StringJoiner(", ");
		DEFAULTS.forEach((name, byDefault) -> {
			String then = this.values.getOrDefault(name, byDefault);
			String value = now.values.getOrDefault(name, byDefault);
			if (!then.equals(value) && !isObeyed(name, then, value)) {
				differences.add(name + " (" + then + "; now " + value + ")");
			}
		});
		return (differences.length() > 0) ? differences.toString() : null;
	}

	// Traces can be switched off at run time, as by the switch.
	private static boolean isObeyed(String name, String then, String now) {
		return name.equals(PropertyNames.BACKEND) && then.equals("hybrid") && now.equals("prom");
	}

}

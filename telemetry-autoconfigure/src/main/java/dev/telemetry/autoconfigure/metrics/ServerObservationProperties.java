package dev.telemetry.autoconfigure.metrics;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.names.MeterNames;

/**
 * The properties {@code management.observations.*} for requests, read like Spring Boot
 * reads them. The timer replaces that observation, so it follows the same properties.
 *
 * @param name name of the observation
 * @param enabled whether the observation is on; the longest matching prefix wins, and
 * {@code all} applies last
 * @param keyValues key-values of each observation
 */
record ServerObservationProperties(String name, boolean enabled, Map<String, String> keyValues) {

	private static final String PREFIX = "management.observations.";

	static ServerObservationProperties of(Environment environment) {
		Binder binder = Binder.get(environment);
		String name = binder.bind(PropertyNames.REQUESTS_NAME, String.class).orElse(MeterNames.HTTP_SERVER_REQUESTS);
		Map<String, Boolean> enable = binder.bind(PREFIX + "enable", Bindable.mapOf(String.class, Boolean.class))
			.orElse(Map.of());
		Map<String, String> keyValues = binder.bind(PREFIX + "key-values", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		return new ServerObservationProperties(name, isEnabled(name, enable), keyValues);
	}

	private static boolean isEnabled(String name, Map<String, Boolean> enable) {
		String prefix = name;
		while (!prefix.isEmpty()) {
			Boolean enabled = enable.get(prefix);
			if (enabled != null) {
				return enabled;
			}
			prefix = prefix.substring(0, Math.max(prefix.lastIndexOf('.'), 0));
		}
		return enable.getOrDefault("all", true);
	}

}

package dev.telemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import dev.telemetry.autoconfigure.property.HeaderNames;
import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Sets properties of Spring Boot from the corresponding properties of telemetry, which
 * win over the more general ones. They are set again once all configuration classes have
 * been read, because these bring the sources of {@code @PropertySource}.
 */
final class SpringBootOverrides implements BeanFactoryPostProcessor {

	private static final String SOURCE = "telemetryOverSpringBoot";

	private static final String OTLP = "management.opentelemetry.tracing.export.otlp.";

	private static final Map<String, String> OTLP_SETTINGS = Map.of("protocol", "transport", "timeout", "timeout",
			"connect-timeout", "connect-timeout", "compression", "compression", "ssl.bundle", "ssl.bundle");

	private final ConfigurableEnvironment environment;

	SpringBootOverrides(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		apply(this.environment);
		// Binding leaves a placeholder that cannot be resolved as it is; this throws.
		this.environment.getProperty(PropertyNames.DEPLOYMENT_ENVIRONMENT);
	}

	/**
	 * Sets the properties.
	 * @param environment the environment
	 */
	static void apply(ConfigurableEnvironment environment) {
		Map<String, Object> properties = properties(environment);
		MutablePropertySources sources = environment.getPropertySources();
		if (!properties.isEmpty()) {
			sources.addFirst(new MapPropertySource(SOURCE, properties));
		}
		else if (sources.contains(SOURCE)) {
			sources.remove(SOURCE);
		}
	}

	private static Map<String, Object> properties(ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		Map<String, Object> properties = new LinkedHashMap<>();
		put(properties, ResourceDefaults.SERVICE_NAME, value(binder, PropertyNames.SERVICE_NAME));
		put(properties, ResourceDefaults.DEPLOYMENT_ENVIRONMENT, value(binder, PropertyNames.DEPLOYMENT_ENVIRONMENT));
		if (value(binder, PropertyNames.ENDPOINT).isBlank()) {
			addOtlpSettings(binder, properties);
		}
		return properties;
	}

	private static void put(Map<String, Object> properties, String name, String value) {
		if (!value.isBlank()) {
			properties.put(name, value);
		}
	}

	// If telemetry has no endpoint of its own, these settings apply to that of
	// Spring Boot.
	private static void addOtlpSettings(Binder binder, Map<String, Object> properties) {
		OTLP_SETTINGS.forEach((ours, springBoots) -> {
			String value = value(binder, PropertyNames.OTEL + ours);
			if (!value.isBlank()) {
				// Spring Boot accepts only the first part of the value that
				// OpenTelemetry specifies.
				properties.put(OTLP + springBoots, value.equalsIgnoreCase("http/protobuf") ? "http" : value);
			}
		});
		Map<String, String> headers = binder.bind(PropertyNames.HEADERS, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		HeaderNames.hyphenated(headers).forEach((name, value) -> properties.put(OTLP + "headers[" + name + "]", value));
	}

	private static String value(Binder binder, String property) {
		return binder.bind(property, String.class).orElse("");
	}

}

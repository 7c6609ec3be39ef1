package dev.telemetry.autoconfigure.property;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Looks up properties in all forms that Spring Boot binds, including environment
 * variables, list elements and map entries.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param environment the environment
 * @since 0.1.0
 */
public record EnvironmentProperties(Environment environment) {

	/**
	 * Name of the property source of defaults that are computed when they are read.
	 */
	public static final String LATE_DEFAULTS = "telemetryLazyDefaults";

	/**
	 * The standard variable for attributes of the resource.
	 */
	public static final String RESOURCE_ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";

	// Named by OpenTelemetryEnvironmentVariableEnvironmentPostProcessor.
	private static final String MAPPED_VARIABLES = "openTelemetryEnvironmentVariables";

	// Named by DevToolsPropertyDefaultsPostProcessor: its defaults for development.
	private static final String DEVTOOLS_DEFAULTS = "devtools";

	private static final Set<String> NOT_OF_THE_APPLICATION = Set.of(LATE_DEFAULTS, MAPPED_VARIABLES,
			DEVTOOLS_DEFAULTS);

	/**
	 * Returns whether a property is set, as a whole or by elements or entries.
	 * @param name name of the property
	 * @return whether some source has it
	 */
	public boolean isSet(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getConfigurationProperty(propertyName) != null || hasDescendant(source, propertyName)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether the application sets a property of a group. Defaults of telemetry
	 * and of Spring Boot's DevTools do not count, nor do environment variables that
	 * Spring Boot maps, because it may not have mapped them yet.
	 * @param group name that the properties begin with
	 * @return whether some source has a property below that name
	 */
	public boolean isConfigured(String group) {
		ConfigurationPropertyName groupName = ConfigurationPropertyName.of(group);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (isOfTheApplication(source) && hasDescendant(source, groupName)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether the process has an environment variable.
	 * @param beginnings allowed prefixes of the name
	 * @param others prefixes that the name must not have
	 * @return whether there is such a variable
	 */
	public boolean hasEnvironmentVariable(Set<String> beginnings, Set<String> others) {
		if (environmentVariables() instanceof EnumerablePropertySource<?> variables) {
			for (String variable : variables.getPropertyNames()) {
				if (beginsWith(variable, beginnings) && !beginsWith(variable, others)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean beginsWith(String variable, Set<String> beginnings) {
		for (String beginning : beginnings) {
			if (variable.startsWith(beginning)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Finds an environment variable of the process.
	 * @param name name of the variable
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable String environmentVariable(String name) {
		PropertySource<?> variables = environmentVariables();
		Object value = (variables != null) ? variables.getProperty(name) : null;
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Finds an attribute in the standard variable for the resource.
	 * @param name name of the attribute
	 * @return the value, or {@code null} if it is not set
	 */
	public @Nullable String resourceAttribute(String name) {
		String attributes = environmentVariable(RESOURCE_ATTRIBUTES);
		for (String attribute : StringUtils.commaDelimitedListToStringArray(attributes)) {
			if (attribute.strip().startsWith(name + "=")) {
				return attribute.strip().substring(name.length() + 1);
			}
		}
		return null;
	}

	private @Nullable PropertySource<?> environmentVariables() {
		return (this.environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
				: null;
	}

	/**
	 * Finds a property, or its first element if it is a list that is set by elements.
	 * @param name name of the property
	 * @return the property with its value and origin, or {@code null}
	 */
	public @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		ConfigurationProperty property = find(propertyName);
		return (property != null) ? property : find(propertyName.append("[0]"));
	}

	/**
	 * Finds one element of a list.
	 * @param name name of the property
	 * @param element value of the element, as it was written
	 * @return the element if the list is set by elements, otherwise the property, or
	 * {@code null}
	 */
	public @Nullable ConfigurationProperty findElement(String name, Object element) {
		for (int i = 0;; i++) {
			ConfigurationProperty property = find(ConfigurationPropertyName.of(name).append("[" + i + "]"));
			if (property == null) {
				return find(name);
			}
			if (property.getValue().toString().equals(element.toString())) {
				return property;
			}
		}
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/**
	 * Returns whether a property was found in a certain source.
	 * @param property the property
	 * @param source name of the source
	 * @return whether it was
	 */
	public static boolean isFrom(ConfigurationProperty property, String source) {
		return property.getSource() != null && isNamed(property.getSource(), source);
	}

	private static boolean isOfTheApplication(ConfigurationPropertySource source) {
		return !(source.getUnderlyingSource() instanceof PropertySource<?> propertySource
				&& NOT_OF_THE_APPLICATION.contains(propertySource.getName()));
	}

	private static boolean isNamed(ConfigurationPropertySource source, String name) {
		return source.getUnderlyingSource() instanceof PropertySource<?> propertySource
				&& propertySource.getName().equals(name);
	}

	private static boolean hasDescendant(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		return source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT
				|| (source instanceof IterableConfigurationPropertySource iterable && isAncestorOfAny(name, iterable));
	}

	private static boolean isAncestorOfAny(ConfigurationPropertyName ancestor,
			Iterable<ConfigurationPropertyName> names) {
		for (ConfigurationPropertyName name : names) {
			if (ancestor.isAncestorOf(name)) {
				return true;
			}
		}
		return false;
	}

}

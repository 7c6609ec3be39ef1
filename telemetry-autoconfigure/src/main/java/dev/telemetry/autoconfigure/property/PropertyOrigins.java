package dev.telemetry.autoconfigure.property;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.core.env.Environment;

/**
 * Finds out where the value of a property comes from: the property itself, an environment
 * variable, or its default. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PropertyOrigins {

	/** Stands for the default of a property. */
	public static final String DEFAULT = "default";

	// The origin of a standard variable is a type that only Spring Boot sees.
	private static final Pattern MAPPED_VARIABLE = Pattern.compile(".*'(OTEL_[A-Z_]+)'");

	private final EnvironmentProperties properties;

	private final EnvironmentAliases aliases;

	/**
	 * Creates an instance.
	 * @param environment the environment
	 */
	public PropertyOrigins(Environment environment) {
		this.properties = new EnvironmentProperties(environment);
		this.aliases = new EnvironmentAliases(environment);
	}

	/**
	 * Returns whether a property is set: as a whole, by an alias, or by elements or
	 * entries.
	 * @param property name of the property
	 * @return whether the property is set
	 */
	public boolean isSet(String property) {
		return this.properties.isSet(property);
	}

	/**
	 * Returns the origin of the value of a property.
	 * @param property name of the property
	 * @return the name of the property, or of an environment variable, or
	 * {@value #DEFAULT}
	 */
	public String setBy(String property) {
		ConfigurationProperty found = this.properties.find(property);
		if (found == null) {
			return (isSet(property)) ? property : DEFAULT;
		}
		String variable = variable(property, found);
		return (variable != null) ? variable : property;
	}

	private @Nullable String variable(String property, ConfigurationProperty found) {
		Origin origin = origin(property, found);
		if (origin instanceof PropertySourceOrigin inSource && inSource.getOrigin() != null) {
			origin = inSource.getOrigin();
		}
		if (origin instanceof SystemEnvironmentOrigin environment) {
			return environment.getProperty();
		}
		Matcher mapped = MAPPED_VARIABLE.matcher(String.valueOf(origin));
		return (mapped.matches()) ? mapped.group(1) : null;
	}

	/**
	 * Returns where a value was written.
	 * @param property name of the property
	 * @param found the property as it was found
	 * @return the origin, or {@code null} if it is unknown
	 */
	@Nullable Origin origin(String property, ConfigurationProperty found) {
		String variable = (EnvironmentProperties.isFrom(found, DefaultPropertiesPropertySource.NAME))
				? this.aliases.variable(property, found.getValue()) : null;
		return (variable != null) ? new SystemEnvironmentOrigin(variable) : found.getOrigin();
	}

}

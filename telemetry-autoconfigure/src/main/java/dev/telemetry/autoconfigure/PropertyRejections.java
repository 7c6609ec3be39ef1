package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Rejects values of properties, and finds out where they came from.
 */
public final class PropertyRejections {

	private final Environment environment;

	PropertyRejections(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Creates the exception that stops the start.
	 * @param property key of the property
	 * @param value value of the property; with anything secret hidden
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException reject(String property, Object value, String allowed) {
		return new InvalidTelemetryPropertyException(property, value.toString(), allowed, origin(property));
	}

	private @Nullable Origin origin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found.getOrigin();
			}
		}
		return null;
	}

}

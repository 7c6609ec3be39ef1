package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.Environment;

/**
 * Rejects values of properties, and finds out where they came from.
 */
public final class PropertyRejections {

	private final EnvironmentProperties properties;

	private final PropertyOrigins origins;

	/**
	 * Looks at an environment.
	 * @param environment where properties are set
	 */
	public PropertyRejections(Environment environment) {
		this.properties = new EnvironmentProperties(environment);
		this.origins = new PropertyOrigins(environment);
	}

	/**
	 * Creates the exception that stops the start because of a value that may be shown as
	 * it was written.
	 * @param property key of the property
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException reject(String property, String allowed) {
		ConfigurationProperty found = this.properties.find(property);
		return rejection(property, (found != null) ? found.getValue() : "", allowed, found);
	}

	/**
	 * Creates the exception that stops the start because of one of several values.
	 * @param property key of the property
	 * @param element the value that is not allowed
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException rejectElement(String property, Object element, String allowed) {
		return rejection(property, element, allowed, this.properties.findElement(property, element));
	}

	/**
	 * Creates the exception that stops the start because of a value that may hold a
	 * secret.
	 * @param property key of the property
	 * @param shown the value with anything secret hidden
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException rejectSecret(String property, String shown, String allowed) {
		return rejection(property, shown, allowed, this.properties.find(property));
	}

	private InvalidTelemetryPropertyException rejection(String property, Object shown, String allowed,
			@Nullable ConfigurationProperty found) {
		return new InvalidTelemetryPropertyException(property, shown.toString(), allowed,
				(found != null) ? this.origins.origin(property, found) : null);
	}

}

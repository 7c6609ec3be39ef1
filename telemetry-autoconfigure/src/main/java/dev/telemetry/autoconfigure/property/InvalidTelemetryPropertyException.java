package dev.telemetry.autoconfigure.property;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/**
 * Thrown at start when a property has a value that is not allowed. Never contains a
 * secret.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class InvalidTelemetryPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final @Nullable String value;

	private final String allowed;

	private final transient @Nullable Origin origin;

	InvalidTelemetryPropertyException(String property, @Nullable String value, String allowed,
			@Nullable Origin origin) {
		super(((value != null) ? "Invalid value '" + value + "'" : "No value") + " for '" + property + "': it must be "
				+ allowed);
		this.property = property;
		this.value = value;
		this.allowed = allowed;
		this.origin = origin;
	}

	/**
	 * Returns the name of the property.
	 * @return the key
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * Returns the value that is not allowed.
	 * @return the value, with anything secret hidden, or {@code null} if the property is
	 * not set and its default is not allowed
	 */
	public @Nullable String getValue() {
		return this.value;
	}

	/**
	 * Returns a description of the allowed values, as the end of a sentence.
	 * @return what is allowed
	 */
	public String getAllowed() {
		return this.allowed;
	}

	/**
	 * Returns where the value came from.
	 * @return the origin, or {@code null} if it is not known
	 */
	public @Nullable Origin getOrigin() {
		return this.origin;
	}

}

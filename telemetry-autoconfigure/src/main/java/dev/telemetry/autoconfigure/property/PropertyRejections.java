package dev.telemetry.autoconfigure.property;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;

/**
 * Checks values of properties. A value that is not allowed fails the start, with its
 * origin and a description of the allowed values.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PropertyRejections {

	/**
	 * The longest allowed duration: sums of such durations do not overflow in
	 * nanoseconds.
	 */
	public static final Duration LONGEST = Duration.ofDays(365);

	/** Description of the allowed values of a share. */
	static final String SHARE = "a number from 0.0 to 1.0, such as 0.02 for 2 %";

	private final EnvironmentProperties properties;

	private final PropertyOrigins origins;

	/**
	 * Creates an instance.
	 * @param environment the environment
	 */
	public PropertyRejections(Environment environment) {
		this.properties = new EnvironmentProperties(environment);
		this.origins = new PropertyOrigins(environment);
	}

	/**
	 * Returns the description of allowed values for a placeholder that cannot be
	 * resolved.
	 */
	static String resolvable(PlaceholderResolutionException placeholder) {
		return "a value whose placeholders can be resolved, and ${" + placeholder.getPlaceholder() + "} cannot";
	}

	/**
	 * Creates the exception that fails the start for a value that is not secret.
	 * @param property key of the property
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException reject(String property, String allowed) {
		ConfigurationProperty found = this.properties.find(property);
		return rejection(property, (found != null) ? found.getValue() : null, allowed, found);
	}

	/**
	 * Creates the exception that fails the start for one of several values.
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
	 * Creates the exception that fails the start for a value that may contain a secret.
	 * @param property key of the property
	 * @param shown the value with anything secret hidden
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the exception to throw
	 */
	public InvalidTelemetryPropertyException rejectSecret(String property, String shown, String allowed) {
		return rejection(property, shown, allowed, this.properties.find(property));
	}

	/**
	 * Checks a secret. Binding leaves a placeholder that cannot be resolved as it is;
	 * such a text is not secret, because it is in the configuration.
	 * @param property key of the property
	 * @param value its value
	 * @return the value
	 */
	public String secret(String property, String value) {
		PlaceholderResolutionException unresolved = unresolved(value);
		if (unresolved != null) {
			throw rejectSecret(property, UrlSecrets.HIDDEN, resolvable(unresolved));
		}
		return value;
	}

	/**
	 * Checks the name of a file or a directory.
	 * @param property key of the property
	 * @param value its value
	 * @return the value
	 */
	public String fileName(String property, String value) {
		PlaceholderResolutionException unresolved = unresolved(value);
		if (unresolved != null) {
			throw reject(property, resolvable(unresolved));
		}
		return value;
	}

	private @Nullable PlaceholderResolutionException unresolved(String value) {
		try {
			this.properties.environment().resolveRequiredPlaceholders(value);
			return null;
		}
		catch (PlaceholderResolutionException ex) {
			return ex;
		}
	}

	/**
	 * Describes a placeholder that binding has left in a value because it cannot be
	 * resolved.
	 * @param property key of the property
	 * @param value its value
	 * @return a sentence without the value, or {@code null} if there is no such
	 * placeholder
	 */
	public @Nullable String unresolvedPlaceholder(String property, String value) {
		PlaceholderResolutionException unresolved = unresolved(value);
		return (unresolved != null)
				? "The placeholder ${" + unresolved.getPlaceholder() + "} in " + property + " cannot be resolved."
				: null;
	}

	/**
	 * Checks a share.
	 * @param property key of the property
	 * @param value its value
	 * @return the value
	 */
	public double ratio(String property, double value) {
		if (!(value >= 0.0 && value <= 1.0)) {
			throw reject(property, SHARE);
		}
		return value;
	}

	/**
	 * Checks a duration that must be above zero.
	 * @param property key of the property
	 * @param value its value
	 * @return the value
	 */
	public Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
			throw reject(property, "a duration above zero and up to 365d, such as 5s");
		}
		return value;
	}

	/**
	 * Checks a duration that may be zero.
	 * @param property key of the property
	 * @param value its value
	 * @param zero what zero means, as one or two words
	 * @return the value
	 */
	public Duration positiveOrZero(String property, Duration value, String zero) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw reject(property, "a duration, or 0 for " + zero + ", up to 365d");
		}
		return value;
	}

	/**
	 * Checks a number.
	 * @param property key of the property
	 * @param value its value
	 * @param least the least value that is allowed
	 * @return the value
	 */
	public int atLeast(String property, int value, int least) {
		if (value < least) {
			throw reject(property, "a number from " + least + " on");
		}
		return value;
	}

	/**
	 * Checks a size.
	 * @param property key of the property
	 * @param value its value
	 * @param least the least number of bytes that is allowed
	 * @param allowed what is allowed, as the end of a sentence that begins with "it must
	 * be"
	 * @return the size in bytes
	 */
	public long atLeast(String property, DataSize value, long least, String allowed) {
		if (value.toBytes() < least) {
			throw reject(property, allowed);
		}
		return value.toBytes();
	}

	private InvalidTelemetryPropertyException rejection(String property, @Nullable Object shown, String allowed,
			@Nullable ConfigurationProperty found) {
		return new InvalidTelemetryPropertyException(property, (shown != null) ? shown.toString() : null, allowed,
				(found != null) ? this.origins.origin(property, found) : null);
	}

}

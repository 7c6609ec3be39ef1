package dev.telemetry.autoconfigure.endpoint;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.telemetry.autoconfigure.property.UrlSecrets;

/**
 * Hides the secrets of telemetry in values that endpoints show: headers, and user info
 * and query of endpoints, in each form in which they may be written, and wherever else
 * they appear, such as in the command line. Other values stay as they are. Thread safe.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	/**
	 * For this time, found secrets are reused, so that a page of many properties needs
	 * only one search of the environment.
	 */
	private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ConfigurableEnvironment environment;

	private final ObjectProvider<SanitizingFunction> functions;

	private volatile @Nullable Found found;

	SecretSanitizingFunction(ConfigurableEnvironment environment, ObjectProvider<SanitizingFunction> functions) {
		this.environment = environment;
		this.functions = functions;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		PropertyKind kind = PropertyKind.of(data.getKey());
		if (kind == PropertyKind.HEADER || kind == PropertyKind.KEY) {
			return data.withSanitizedValue();
		}
		Object value = data.getValue();
		boolean secret = (value instanceof CharSequence || value instanceof Number)
				&& !hide(kind, value).equals(value.toString());
		return (secret) ? data.withValue(hide(kind, byOthers(data))) : data;
	}

	private String hide(PropertyKind kind, @Nullable Object value) {
		String text = String.valueOf(value);
		return secrets().hide((kind == PropertyKind.ENDPOINT) ? UrlSecrets.hide(text) : text);
	}

	// Spring Boot stops at the first function that changes a value. This function
	// therefore calls those of the application, which may hide other parts of the value.
	private @Nullable Object byOthers(SanitizableData data) {
		return new Sanitizer(this.functions.orderedStream().filter((function) -> function != this).toList())
			.sanitize(data, true);
	}

	private Secrets secrets() {
		Found last = this.found;
		long now = System.nanoTime();
		if (last == null || now - last.nanos() > MAX_AGE_NANOS) {
			last = new Found(Secrets.of(this.environment), now);
			this.found = last;
		}
		return last.secrets();
	}

	/**
	 * Result of a search.
	 *
	 * @param secrets the found secrets
	 * @param nanos time of the search, by a monotonic clock
	 */
	private record Found(Secrets secrets, long nanos) {

	}

}

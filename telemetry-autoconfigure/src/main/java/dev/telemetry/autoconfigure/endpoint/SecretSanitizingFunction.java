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
 * Hides the secrets of telemetry where endpoints show values: headers, user info and
 * query of the endpoint, in whatever form they were written, and wherever else they
 * appear, such as in the command line. Other values are left as they are. Thread safe.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	/** A page of many properties is written with one look at the environment. */
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

	// Spring Boot stops at the first function that changes a value. So the functions of
	// the application are asked here: they may hide other parts of it.
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
	 * What was found, and when.
	 *
	 * @param secrets what must not be shown
	 * @param nanos time of the look, on a monotonic clock
	 */
	private record Found(Secrets secrets, long nanos) {

	}

}

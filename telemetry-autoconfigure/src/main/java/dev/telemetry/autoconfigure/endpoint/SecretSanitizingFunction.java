package dev.telemetry.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.UrlSecrets;

/**
 * Hides the secrets of telemetry where endpoints show values: headers, user info and
 * query of the endpoint, in whatever form they were written, and wherever else they
 * appear, such as in the command line. Other values are left as they are.
 */
final class SecretSanitizingFunction implements SanitizingFunction {

	private static final String HEADERS = "telemetryotelheaders";

	/** Where headers go that are about the endpoint of Spring Boot. */
	private static final String SPRING_BOOTS_HEADERS = "managementopentelemetrytracingexportotlpheaders";

	private static final Set<String> ENDPOINTS = Set.of("telemetryotelendpoint", "otelendpoint");

	/** Shorter parts of a header are words like Bearer, or no secret. */
	private static final int SHORTEST_SECRET = 8;

	private final Supplier<List<String>> secrets;

	SecretSanitizingFunction(Environment environment) {
		this.secrets = SingletonSupplier.of(() -> secrets(Binder.get(environment)));
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
		if (key.startsWith(HEADERS) || key.startsWith(SPRING_BOOTS_HEADERS)) {
			return data.withSanitizedValue();
		}
		if (!(data.getValue() instanceof CharSequence value)) {
			return data;
		}
		String text = value.toString();
		String shown = hideSecrets((ENDPOINTS.contains(key)) ? UrlSecrets.hide(text) : text);
		return (shown.equals(text)) ? data : data.withValue(shown);
	}

	private String hideSecrets(String text) {
		String shown = text;
		for (String secret : this.secrets.get()) {
			shown = shown.replace(secret, UrlSecrets.HIDDEN);
		}
		return shown;
	}

	private static List<String> secrets(Binder binder) {
		Set<String> secrets = new LinkedHashSet<>();
		headers(binder).values()
			.stream()
			.flatMap((value) -> Arrays.stream(value.split("\\s+")))
			.filter((part) -> part.length() >= SHORTEST_SECRET)
			.forEach(secrets::add);
		String userInfo = UrlSecrets.userInfo(binder.bind("telemetry.otel.endpoint", String.class).orElse(""));
		if (userInfo != null) {
			secrets.add(userInfo);
		}
		// The longest first, so that none is left in part.
		return secrets.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
	}

	// While off, nobody has checked them.
	private static Map<String, String> headers(Binder binder) {
		try {
			return binder.bind("telemetry.otel.headers", Bindable.mapOf(String.class, String.class)).orElse(Map.of());
		}
		catch (BindException ex) {
			return Map.of();
		}
	}

}

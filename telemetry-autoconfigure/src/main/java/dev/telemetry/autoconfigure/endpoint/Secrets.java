package dev.telemetry.autoconfigure.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.UrlSecrets;

/**
 * The headers, user info and queries in the property sources, and the parts of them for
 * which a placeholder may stand. Thread safe once it is filled and no longer changed.
 */
final class Secrets {

	/** Shorter texts also occur in unrelated values. */
	private static final int SHORTEST = 8;

	/** Names to read from sources that cannot list their properties. */
	private static final List<String> ENDPOINTS = List.of(PropertyNames.ENDPOINT, PropertyNames.LOGS + ".endpoint",
			PropertyNames.REPORT_UPLOAD_URL);

	// Replacements by secret text, longest first, so that no part of a secret remains.
	private final SortedMap<String, String> texts = new TreeMap<>(
			Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

	private final PropertySourcesPlaceholdersResolver placeholders;

	private Secrets(ConfigurableEnvironment environment) {
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
	}

	/**
	 * Finds all secrets. Values that another source overrides are included, because
	 * endpoints show them as well.
	 * @param environment the environment
	 * @return the secrets
	 */
	static Secrets of(ConfigurableEnvironment environment) {
		Secrets secrets = new Secrets(environment);
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				secrets.addAll(enumerable);
			}
			else {
				ENDPOINTS.forEach((name) -> secrets.addEndpoint(source.getProperty(name)));
			}
		}
		return secrets;
	}

	private void addAll(EnumerablePropertySource<?> source) {
		for (String name : source.getPropertyNames()) {
			switch (PropertyKind.of(name)) {
				case HEADER -> addHeader(source.getProperty(name));
				case KEY -> add(resolved(source.getProperty(name)));
				case ENDPOINT -> addEndpoint(source.getProperty(name));
				case OTHER -> {
				}
			}
		}
	}

	private void addHeader(@Nullable Object value) {
		String header = resolved(value).trim();
		add(header);
		// The credentials without the scheme of an authorization.
		for (String part : header.split("\\s+", -1)) {
			add(part);
		}
	}

	private void addEndpoint(@Nullable Object value) {
		String url = resolved(value);
		String userInfo = UrlSecrets.userInfo(url);
		if (userInfo != null) {
			// Hidden before a host even if it is short, because it cannot be anything
			// else there.
			this.texts.put("//" + userInfo + "@", "//" + UrlSecrets.HIDDEN + "@");
			add(userInfo);
			add(userInfo.substring(userInfo.indexOf(':') + 1));
		}
		int query = url.indexOf('?');
		if (query >= 0) {
			add(url.substring(query + 1));
			for (String part : url.substring(query + 1).split("&", -1)) {
				add(part.substring(part.indexOf('=') + 1));
			}
		}
	}

	private String resolved(@Nullable Object value) {
		try {
			return String.valueOf(this.placeholders.resolvePlaceholders(value));
		}
		catch (IllegalArgumentException ex) {
			// The value has circular placeholders, which are not checked while telemetry
			// is off.
			return String.valueOf(value);
		}
	}

	private void add(String text) {
		if (text.length() >= SHORTEST) {
			this.texts.put(text, UrlSecrets.HIDDEN);
			// The form of the text in JSON.
			this.texts.put(text.replace("\\", "\\\\").replace("\"", "\\\""), UrlSecrets.HIDDEN);
		}
	}

	/**
	 * Replaces secrets in a text.
	 * @param value the text to show
	 * @return the text without secrets, which is the same text if it has none
	 */
	String hide(String value) {
		String shown = value;
		for (Map.Entry<String, String> text : this.texts.entrySet()) {
			shown = shown.replace(text.getKey(), text.getValue());
		}
		return shown;
	}

}

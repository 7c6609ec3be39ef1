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
 * What headers, user info and queries the property sources hold, and the parts of them
 * that a placeholder may stand for. Not to be changed once it is filled; then thread
 * safe.
 */
final class Secrets {

	/** Anything shorter is found in values that have nothing to do with it. */
	private static final int SHORTEST = 8;

	/** Asked for where a source cannot say what it has. */
	private static final List<String> ENDPOINTS = List.of(PropertyNames.ENDPOINT, PropertyNames.LOGS + ".endpoint",
			PropertyNames.REPORT_UPLOAD_URL);

	// Secret text -> replacement, longest first, so that none is left in part.
	private final SortedMap<String, String> texts = new TreeMap<>(
			Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

	private final PropertySourcesPlaceholdersResolver placeholders;

	private Secrets(ConfigurableEnvironment environment) {
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
	}

	/**
	 * Looks for secrets. Not only for those that hold: the ones that another source
	 * overrides are shown as well.
	 * @param environment where to look
	 * @return what was found
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
		// Without the scheme of an authorization.
		for (String part : header.split("\\s+", -1)) {
			add(part);
		}
	}

	private void addEndpoint(@Nullable Object value) {
		String url = resolved(value);
		String userInfo = UrlSecrets.userInfo(url);
		if (userInfo != null) {
			// However short it is, in front of a host it is nothing else.
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
			// Placeholders that go in circles. While off, nobody has checked them.
			return String.valueOf(value);
		}
	}

	private void add(String text) {
		if (text.length() >= SHORTEST) {
			this.texts.put(text, UrlSecrets.HIDDEN);
			// As it is in JSON.
			this.texts.put(text.replace("\\", "\\\\").replace("\"", "\\\""), UrlSecrets.HIDDEN);
		}
	}

	/**
	 * Replaces what must not be shown.
	 * @param value the text to show
	 * @return the text without it; the same text if it holds nothing of it
	 */
	String hide(String value) {
		String shown = value;
		for (Map.Entry<String, String> text : this.texts.entrySet()) {
			shown = shown.replace(text.getKey(), text.getValue());
		}
		return shown;
	}

}

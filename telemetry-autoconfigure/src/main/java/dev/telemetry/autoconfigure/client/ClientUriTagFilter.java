package dev.telemetry.autoconfigure.client;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

/**
 * Removes user info, path parameters, query and fragment from the tags of meters of
 * observed clients. The tag of a URL without a template would contain them.
 */
final class ClientUriTagFilter implements MeterFilter {

	/** Name of the meters of Apache HttpComponents. */
	private static final String APACHE = "httpcomponents.httpclient.request";

	private static final List<String> TAGS = List.of("uri", "http.url");

	private final String name;

	/**
	 * Creates a filter.
	 * @param name prefix of the names of the meters of Spring's clients
	 */
	ClientUriTagFilter(String name) {
		this.name = name;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		if (!id.getName().startsWith(this.name) && !id.getName().startsWith(APACHE)) {
			return id;
		}
		Meter.Id result = id;
		for (String key : TAGS) {
			String uri = id.getTag(key);
			String clean = (uri != null) ? clean(uri) : null;
			result = (clean != null) ? result.withTag(Tag.of(key, clean)) : result;
		}
		return result;
	}

	// The convention takes a URL without a path for a path.
	private static @Nullable String clean(String uri) {
		boolean secret = uri.indexOf('?') != -1 || uri.indexOf('#') != -1 || uri.indexOf('@') != -1
				|| uri.indexOf(';') != -1;
		if (!secret) {
			return null;
		}
		return CalledUrl.path((uri.startsWith("/http")) ? uri.substring(1) : uri);
	}

}

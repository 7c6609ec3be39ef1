package dev.telemetry.autoconfigure.client;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

/**
 * Takes query, fragment and user info out of the tag {@code uri} of Spring Boot's meters
 * of clients: for a URL that was put together by hand, they would be in it.
 */
final class ClientUriTagFilter implements MeterFilter {

	private static final String URI = "uri";

	private final String name;

	/**
	 * Creates a filter.
	 * @param name how the names of the meters begin
	 */
	ClientUriTagFilter(String name) {
		this.name = name;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		String uri = (id.getName().startsWith(this.name)) ? id.getTag(URI) : null;
		String clean = (uri != null) ? clean(uri) : null;
		return (clean == null || clean.equals(uri)) ? id : id.replaceTags(
				id.getTags().stream().map((tag) -> (tag.getKey().equals(URI)) ? Tag.of(URI, clean) : tag).toList());
	}

	// A URL without a path is taken for a path by the convention.
	private static @Nullable String clean(String uri) {
		boolean secret = uri.indexOf('?') != -1 || uri.indexOf('#') != -1 || uri.indexOf('@') != -1;
		if (!secret) {
			return null;
		}
		return CalledUrl.path((uri.startsWith("/http")) ? uri.substring(1) : uri);
	}

}

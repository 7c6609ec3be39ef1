package dev.telemetry.autoconfigure.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A request to another service.
 *
 * @param method method of the request
 * @param uri the URL of the request, including secret parts
 * @param template path of the template of the URL, or {@code null} if there is none
 */
record CalledRequest(String method, URI uri, @Nullable String template) {

	/** Value of Micrometer's mappers for an unknown template. */
	private static final String UNKNOWN = "UNKNOWN";

	private static final String NONE = "none";

	/**
	 * Creates a request from the values of a client.
	 * @param template template of the URL; a word or {@code null} if there is none
	 */
	static CalledRequest of(String method, URI uri, @Nullable String template) {
		boolean known = template != null && !template.equals(UNKNOWN) && !template.equals(NONE);
		return new CalledRequest(method, uri, (known) ? CalledUrl.path(template) : null);
	}

}

package dev.telemetry.autoconfigure.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A request to another service.
 *
 * @param method its method
 * @param uri its URL, with whatever is secret in it
 * @param template path of the template of the URL, or {@code null} if there is none
 */
record CalledRequest(String method, URI uri, @Nullable String template) {

	/** What mappers of Micrometer say where they know no template. */
	private static final String UNKNOWN = "UNKNOWN";

	private static final String NONE = "none";

	/**
	 * Creates a request of what a client says.
	 * @param template template of the URL, or a word or {@code null} if there is none
	 */
	static CalledRequest of(String method, URI uri, @Nullable String template) {
		boolean known = template != null && !template.equals(UNKNOWN) && !template.equals(NONE);
		return new CalledRequest(method, uri, (known) ? CalledUrl.path(template) : null);
	}

}

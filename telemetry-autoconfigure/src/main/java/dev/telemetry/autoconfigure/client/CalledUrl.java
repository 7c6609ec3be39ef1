package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * URLs and templates of them without what may be secret: user info, query and fragment.
 */
final class CalledUrl {

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH");

	private static final String AUTHORITY = "://";

	private CalledUrl() {
	}

	/**
	 * The method, if HTTP defines it.
	 */
	static String method(String method) {
		return (METHODS.contains(method)) ? method : "_OTHER";
	}

	/**
	 * The URL without what may be secret.
	 */
	static String full(URI uri) {
		StringBuilder url = new StringBuilder(64);
		if (uri.getScheme() != null) {
			url.append(uri.getScheme()).append(AUTHORITY);
		}
		if (uri.getHost() != null) {
			url.append(uri.getHost());
		}
		if (uri.getPort() != -1) {
			url.append(':').append(uri.getPort());
		}
		if (uri.getRawPath() != null) {
			url.append(uri.getRawPath());
		}
		return url.toString();
	}

	static int port(URI uri) {
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return ("https".equalsIgnoreCase(uri.getScheme())) ? 443 : 80;
	}

	/**
	 * The path of a template, with its variables as they are.
	 * @param template the template, or {@code null} if there is none
	 * @return the path, or {@code null} if there is no template
	 */
	static @Nullable String path(@Nullable String template) {
		if (template == null) {
			return null;
		}
		// First: a query may hold a URL.
		String url = withoutQuery(template);
		int authority = url.indexOf(AUTHORITY);
		int start = 0;
		if (authority != -1) {
			start = url.indexOf('/', authority + AUTHORITY.length());
		}
		else if (url.startsWith("//")) {
			start = url.indexOf('/', 2);
		}
		String path = (start != -1) ? url.substring(start) : "/";
		return (path.startsWith("/")) ? path : "/" + path;
	}

	/**
	 * A URL, or a template of one, without its query and its fragment.
	 */
	static String withoutQuery(String template) {
		for (int i = 0; i < template.length(); i++) {
			if (template.charAt(i) == '?' || template.charAt(i) == '#') {
				return template.substring(0, i);
			}
		}
		return template;
	}

}

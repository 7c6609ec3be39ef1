package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.telemetry.request.RequestNames;
import dev.telemetry.request.UrlAuthority;

/**
 * Removes the parts of URLs and URL templates that may be secret: user info, path
 * parameters, query and fragment.
 */
final class CalledUrl {

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH");

	private static final String AUTHORITY = "://";

	private CalledUrl() {
	}

	/**
	 * Returns the method, if HTTP defines it.
	 */
	static String method(String method) {
		return (METHODS.contains(method)) ? method : "_OTHER";
	}

	/**
	 * Returns the URL without parts that may be secret.
	 */
	static String full(URI uri) {
		StringBuilder url = new StringBuilder(64);
		if (uri.getScheme() != null) {
			url.append(uri.getScheme()).append(AUTHORITY);
		}
		url.append(UrlAuthority.of(uri).text());
		String path = RequestNames.withoutParameters(uri.getRawPath());
		if (path != null) {
			url.append(path);
		}
		return url.toString();
	}

	/**
	 * Returns the path of a template, with its variables as they are.
	 * @param template the template, or {@code null} if there is none
	 * @return the path, or {@code null} if there is no template
	 */
	static @Nullable String path(@Nullable String template) {
		if (template == null) {
			return null;
		}
		// Removed first, because a query may contain a URL.
		String url = Objects.requireNonNull(RequestNames.withoutParameters(withoutQuery(template)));
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
	 * Returns a URL, or a template of one, without its query and its fragment.
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

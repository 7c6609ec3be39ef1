package dev.telemetry.servlet;

import java.util.Set;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestOutcome;

/**
 * Turns what a client sent into names of a bounded set.
 */
final class RequestNames {

	static final String NOT_FOUND = "NOT_FOUND";

	static final String REDIRECTION = "REDIRECTION";

	static final String UNKNOWN = "UNKNOWN";

	private static final String PATH_WILDCARD = "/*";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE");

	private RequestNames() {
	}

	static String method(HttpServletRequest request) {
		String method = request.getMethod();
		return (METHODS.contains(method)) ? method : RequestOutcome.OTHER_METHOD;
	}

	/**
	 * The pattern, else the word that Spring Boot uses for the status.
	 */
	static String pattern(@Nullable String pattern, int status) {
		if (pattern != null) {
			return pattern;
		}
		return switch (status) {
			case 300, 301, 302, 303, 304, 307, 308 -> REDIRECTION;
			case 404 -> NOT_FOUND;
			default -> UNKNOWN;
		};
	}

	/**
	 * The method of a name: unknown ones have one in common.
	 */
	static String methodOfSpanName(String method) {
		return (method.equals(RequestOutcome.OTHER_METHOD)) ? "HTTP" : method;
	}

	/**
	 * The pattern below the context path and the path of the servlet. Both as they were
	 * configured, and not as the request has them: a client that names a prefix by
	 * {@code X-Forwarded-Prefix} changes the latter.
	 */
	static String route(HttpServletRequest request, @Nullable String pattern, int status) {
		if (pattern == null) {
			return pattern(null, status);
		}
		String contextPath = request.getServletContext().getContextPath();
		String servletPath = servletPath(request.getHttpServletMapping());
		if (contextPath.isEmpty() && servletPath.isEmpty()) {
			return (pattern.isEmpty()) ? "/" : pattern;
		}
		return contextPath + servletPath + pattern;
	}

	private static String servletPath(HttpServletMapping mapping) {
		String pattern = mapping.getPattern();
		boolean isPath = mapping.getMappingMatch() == MappingMatch.PATH && pattern.endsWith(PATH_WILDCARD);
		return (isPath) ? pattern.substring(0, pattern.length() - PATH_WILDCARD.length()) : "";
	}

	/**
	 * A path without its parameters, among which are ids of sessions.
	 */
	static @Nullable String withoutParameters(@Nullable String path) {
		int begin = (path != null) ? path.indexOf(';') : -1;
		if (path == null || begin < 0) {
			return path;
		}
		StringBuilder kept = new StringBuilder(path.length());
		int end = 0;
		while (begin >= 0) {
			kept.append(path, end, begin);
			int next = path.indexOf('/', begin);
			end = (next >= 0) ? next : path.length();
			begin = path.indexOf(';', end);
		}
		return kept.append(path, end, path.length()).toString();
	}

	/**
	 * A text that a client has chosen, up to a length that fits every real one.
	 */
	static @Nullable String bounded(@Nullable String text, int maxLength) {
		return (text != null && text.length() > maxLength) ? text.substring(0, maxLength) : text;
	}

}

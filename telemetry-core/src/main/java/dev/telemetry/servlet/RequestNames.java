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
	 * The pattern below the context path and the path of the servlet.
	 */
	static String route(HttpServletRequest request, @Nullable String pattern, int status) {
		if (pattern == null) {
			return pattern(null, status);
		}
		String contextPath = request.getContextPath();
		HttpServletMapping mapping = request.getHttpServletMapping();
		String servletPath = (mapping.getMappingMatch() == MappingMatch.PATH) ? request.getServletPath() : "";
		if (contextPath.isEmpty() && servletPath.isEmpty()) {
			return (pattern.isEmpty()) ? "/" : pattern;
		}
		return contextPath + servletPath + pattern;
	}

}

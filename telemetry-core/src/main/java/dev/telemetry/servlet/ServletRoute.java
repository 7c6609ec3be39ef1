package dev.telemetry.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

import dev.telemetry.request.RequestNames;

/**
 * The route of a request: the pattern below the context path and the path of the servlet.
 */
final class ServletRoute {

	private static final String PATH_WILDCARD = "/*";

	private ServletRoute() {
	}

	/**
	 * Returns the route. The paths of the context and of the servlet are those of the
	 * configuration, not those of the request: a client can change the latter by
	 * {@code X-Forwarded-Prefix}.
	 * @param pattern the matched pattern, or {@code null} if none matched
	 */
	static String of(HttpServletRequest request, @Nullable String pattern, int status) {
		if (pattern == null) {
			return RequestNames.pattern(null, status);
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

}

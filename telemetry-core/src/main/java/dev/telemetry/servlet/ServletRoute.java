package dev.telemetry.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;

import dev.telemetry.request.RequestNames;

/**
 * The route of a request: the matched pattern below the context path and the path of the
 * servlet that matched it.
 */
final class ServletRoute {

	private static final String PATH_WILDCARD = "/*";

	private ServletRoute() {
	}

	/**
	 * Returns the route. The paths of the context and of the servlet are those of the
	 * configuration, not those of the request: a client can change the latter by
	 * {@code X-Forwarded-Prefix}.
	 */
	static String of(ServerExchange exchange, int status) {
		String pattern = exchange.matchedPattern();
		if (pattern == null) {
			return RequestNames.pattern(null, status);
		}
		String contextPath = exchange.request().getServletContext().getContextPath();
		String servletPath = servletPath(exchange.mapping());
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

package dev.telemetry.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pattern of the web framework that a request matched. Called on request
 * threads, at the end of a dispatch; must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RoutePattern {

	/**
	 * Finds the matched pattern.
	 * @param request the request
	 * @return a pattern from a bounded set such as {@code /orders/{id}}, empty for the
	 * root, or {@code null} if none matched; never a raw path
	 */
	@Nullable String of(HttpServletRequest request);

}

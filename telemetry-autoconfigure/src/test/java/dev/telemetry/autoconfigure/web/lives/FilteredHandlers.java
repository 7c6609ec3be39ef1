package dev.telemetry.autoconfigure.web.lives;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Handlers with a filter in front of them that is further in than all others.
 */
@RestController
class FilteredHandlers {

	@GetMapping("/filtered/items/{id}")
	String item(@PathVariable String id) {
		SynchronousHandlers.logger.info("item {}", id);
		return id;
	}

	/** Logs on both sides, or answers with the status that the path ends with. */
	static final class InnerFilter extends OncePerRequestFilter {

		private static final String REFUSED = "/refused/";

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			int refused = request.getRequestURI().indexOf(REFUSED);
			if (refused >= 0) {
				response.sendError(Integer.parseInt(request.getRequestURI().substring(refused + REFUSED.length())));
				return;
			}
			SynchronousHandlers.logger.info("before the handler");
			chain.doFilter(request, response);
			SynchronousHandlers.logger.info("after the handler");
		}

	}

}

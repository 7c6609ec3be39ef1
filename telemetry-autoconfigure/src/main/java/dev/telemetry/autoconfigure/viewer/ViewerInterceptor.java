package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses requests that do not come from this machine, and sets the security headers of
 * answers. It is an interceptor, because its paths are matched like those of the
 * endpoint: a filter sees another path if a request has dot segments.
 */
final class ViewerInterceptor implements HandlerInterceptor {

	private final ViewerGuard guard;

	private final ViewerPage page;

	ViewerInterceptor(ViewerGuard guard, ViewerPage page) {
		this.guard = guard;
		this.page = page;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		ViewerHeaders.of(this.page, request.getRequestURI()).forEach(response::setHeader);
		if (isAnswered(request)) {
			return true;
		}
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setContentType(MediaType.TEXT_PLAIN_VALUE);
		response.setHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(ViewerGuard.REFUSAL.length()));
		response.getOutputStream().write(ViewerGuard.REFUSAL.getBytes(StandardCharsets.US_ASCII));
		return false;
	}

	// Uses the original request, because filters of the application may have replaced the
	// address of the peer.
	private boolean isAnswered(HttpServletRequest request) {
		ServletRequest received = request;
		while (received instanceof ServletRequestWrapper wrapper) {
			received = wrapper.getRequest();
		}
		return received instanceof HttpServletRequest http && this.guard
			.answers(Arrays.asList(http.getRemoteAddr(), http.getLocalAddr()), http.getServerName(), http::getHeader);
	}

}

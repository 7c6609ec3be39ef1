package dev.telemetry.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;
import org.springframework.mock.web.MockHttpServletMapping;

/**
 * A request as the servlet sees it that it was dispatched to.
 */
final class DispatchedRequest extends HttpServletRequestWrapper {

	private final DispatcherType type;

	private final String servlet;

	DispatchedRequest(HttpServletRequest request, DispatcherType type, String servlet) {
		super(request);
		this.type = type;
		this.servlet = servlet;
	}

	static HttpServletMapping mapping(String servlet) {
		return new MockHttpServletMapping("17", servlet, "servlet", MappingMatch.PATH);
	}

	@Override
	public DispatcherType getDispatcherType() {
		return this.type;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return mapping(this.servlet);
	}

}

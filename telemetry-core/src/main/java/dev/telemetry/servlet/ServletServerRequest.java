package dev.telemetry.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.request.ServerRequest;

/**
 * Reads the properties of a request from the Servlet API.
 */
record ServletServerRequest(HttpServletRequest request) implements ServerRequest {

	@Override
	public @Nullable String method() {
		return this.request.getMethod();
	}

	@Override
	public @Nullable String path() {
		return this.request.getRequestURI();
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getScheme();
	}

	@Override
	public @Nullable String serverName() {
		return this.request.getServerName();
	}

	@Override
	public int serverPort() {
		return this.request.getServerPort();
	}

	@Override
	public @Nullable String userAgent() {
		return this.request.getHeader("user-agent");
	}

	// Jetty returns an IPv6 address in brackets, as in a URL.
	@Override
	public @Nullable String clientAddress() {
		String address = this.request.getRemoteAddr();
		return (address != null && address.startsWith("[") && address.endsWith("]"))
				? address.substring(1, address.length() - 1) : address;
	}

}

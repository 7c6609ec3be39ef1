package dev.telemetry.autoconfigure.web.reactive;

import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import dev.telemetry.request.ServerRequest;

/**
 * What a span says of a request, from that of Spring.
 */
record ReactiveServerRequest(ServerHttpRequest request) implements ServerRequest {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String path() {
		return this.request.getPath().value();
	}

	@Override
	public @Nullable String scheme() {
		return this.request.getURI().getScheme();
	}

	@Override
	public @Nullable String serverName() {
		return this.request.getURI().getHost();
	}

	@Override
	public int serverPort() {
		URI uri = this.request.getURI();
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return ("https".equalsIgnoreCase(uri.getScheme())) ? HTTPS : HTTP;
	}

	@Override
	public @Nullable String userAgent() {
		return this.request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
	}

	@Override
	public @Nullable String clientAddress() {
		InetSocketAddress address = this.request.getRemoteAddress();
		if (address == null) {
			return null;
		}
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

}

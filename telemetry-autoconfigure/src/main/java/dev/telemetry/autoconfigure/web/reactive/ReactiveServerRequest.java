package dev.telemetry.autoconfigure.web.reactive;

import java.net.InetSocketAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

import dev.telemetry.request.ServerRequest;
import dev.telemetry.request.UrlAuthority;

/**
 * Reads the values for span attributes from a request of WebFlux.
 */
record ReactiveServerRequest(ServerHttpRequest request) implements ServerRequest {

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
		return UrlAuthority.of(this.request.getURI()).host();
	}

	@Override
	public int serverPort() {
		URI uri = this.request.getURI();
		return UrlAuthority.of(uri).port(uri.getScheme());
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

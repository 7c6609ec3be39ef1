package dev.telemetry.autoconfigure.web.reactive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes headers of a response.
 */
final class ResponseHeaders {

	private ResponseHeaders() {
	}

	static void set(@Nullable ServerHttpResponse response, String name, String value) {
		if (response != null) {
			response.getHeaders().set(name, value);
		}
	}

	static void add(@Nullable ServerHttpResponse response, String name, String value) {
		if (response != null) {
			response.getHeaders().add(name, value);
		}
	}

}

package dev.telemetry.autoconfigure.web.reactive;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads propagation headers of a request of WebFlux.
 */
final class RequestHeaderGetter implements TextMapGetter<ServerHttpRequest> {

	@Override
	public Iterable<String> keys(ServerHttpRequest request) {
		return request.getHeaders().headerNames();
	}

	@Override
	public @Nullable String get(@Nullable ServerHttpRequest request, String key) {
		return (request != null) ? request.getHeaders().getFirst(key) : null;
	}

	// A header may be repeated.
	@Override
	public Iterator<String> getAll(@Nullable ServerHttpRequest request, String key) {
		List<String> values = (request != null) ? request.getHeaders().get(key) : null;
		return (values != null) ? values.iterator() : Collections.emptyIterator();
	}

}

package dev.telemetry.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;

import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the propagation headers of a request.
 */
enum ServletRequestGetter implements TextMapGetter<HttpServletRequest> {

	INSTANCE;

	@Override
	public Iterable<String> keys(HttpServletRequest request) {
		return Collections.list(request.getHeaderNames());
	}

	@Override
	public @Nullable String get(@Nullable HttpServletRequest request, String key) {
		return (request != null) ? request.getHeader(key) : null;
	}

	// Returns each line of a repeated header.
	@Override
	public Iterator<String> getAll(@Nullable HttpServletRequest request, String key) {
		Enumeration<String> values = (request != null) ? request.getHeaders(key) : null;
		return (values != null) ? values.asIterator() : Collections.emptyIterator();
	}

}

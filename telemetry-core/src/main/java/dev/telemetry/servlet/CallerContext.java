package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Finds the context that a caller sent along. A propagator is asked only if the request
 * has one of its headers: without, asking would cost more than the rest of the filter.
 */
final class CallerContext {

	private final TextMapPropagator propagator;

	private final String[] headers;

	CallerContext(TextMapPropagator propagator) {
		this.propagator = propagator;
		this.headers = propagator.fields().toArray(new String[0]);
	}

	Context of(HttpServletRequest request) {
		Context current = Context.current();
		return (hasAnyHeader(request)) ? this.propagator.extract(current, request, ServletRequestGetter.INSTANCE)
				: current;
	}

	// A propagator that names no headers may look for any.
	private boolean hasAnyHeader(HttpServletRequest request) {
		for (String header : this.headers) {
			if (request.getHeader(header) != null) {
				return true;
			}
		}
		return this.headers.length == 0;
	}

}

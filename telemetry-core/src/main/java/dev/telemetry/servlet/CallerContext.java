package dev.telemetry.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.servlet.http.HttpServletRequest;

import dev.telemetry.health.ContextLeaks;

/**
 * Finds the context that a caller sent along. A context that was left behind on the
 * thread, with a span that has ended, is ignored. A propagator is asked only if the
 * request has one of its headers: without, asking would cost more than the rest of the
 * filter.
 */
final class CallerContext {

	private static final String TRACE_PARENT = "traceparent";

	/** Says nothing without {@link #TRACE_PARENT}, to those who read nothing else. */
	private static final String TRACE_STATE = "tracestate";

	private static final Set<String> W3C = Set.of(TRACE_PARENT, TRACE_STATE, "baggage");

	private final TextMapPropagator propagator;

	private final String[] headers;

	private final ContextLeaks leaks;

	CallerContext(TextMapPropagator propagator, ContextLeaks leaks) {
		this.propagator = propagator;
		this.leaks = leaks;
		List<String> headers = new ArrayList<>(propagator.fields());
		if (W3C.containsAll(headers) && headers.contains(TRACE_PARENT)) {
			headers.remove(TRACE_STATE);
		}
		this.headers = headers.toArray(new String[0]);
	}

	Context of(HttpServletRequest request) {
		Context current = this.leaks.enter("a request");
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

package dev.telemetry.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

import dev.telemetry.health.ContextLeaks;

/**
 * Finds the context that a caller sent along. A context that was left behind on the
 * thread, with a span that has ended, is ignored. The propagator is called only if the
 * request has one of its headers; calling it without them would cost more than the rest
 * of the filter. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <C> type of the requests
 * @since 0.1.0
 */
public final class CallerContext<C> {

	private static final String TRACE_PARENT = "traceparent";

	/**
	 * Has no meaning without {@link #TRACE_PARENT} for propagators of W3C Trace Context.
	 */
	private static final String TRACE_STATE = "tracestate";

	private static final Set<String> W3C = Set.of(TRACE_PARENT, TRACE_STATE, "baggage");

	private final TextMapPropagator propagator;

	private final TextMapGetter<C> getter;

	private final String[] headers;

	private final ContextLeaks leaks;

	/**
	 * Creates an instance.
	 * @param propagator reads the context
	 * @param getter reads a header
	 * @param leaks restores the context of a thread on which one was left behind
	 */
	public CallerContext(TextMapPropagator propagator, TextMapGetter<C> getter, ContextLeaks leaks) {
		this.propagator = propagator;
		this.getter = getter;
		this.leaks = leaks;
		List<String> headers = new ArrayList<>(propagator.fields());
		if (W3C.containsAll(headers) && headers.contains(TRACE_PARENT)) {
			headers.remove(TRACE_STATE);
		}
		this.headers = headers.toArray(new String[0]);
	}

	/**
	 * Returns the context of the caller.
	 * @param request has the headers
	 * @return the current context, with the span and the baggage of the caller if it sent
	 * any
	 */
	public Context of(C request) {
		Context current = this.leaks.enter("a request");
		return (hasAnyHeader(request)) ? this.propagator.extract(current, request, this.getter) : current;
	}

	// A propagator that names no headers may read any.
	private boolean hasAnyHeader(C request) {
		for (String header : this.headers) {
			if (this.getter.get(request, header) != null) {
				return true;
			}
		}
		return this.headers.length == 0;
	}

}

package dev.telemetry.context;

import java.util.Collection;
import java.util.Iterator;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code traceparent} and {@code tracestate} as W3C Trace Context specifies,
 * repeated headers included. All other headers, and writing, are left to other
 * propagators. These see no more of {@code baggage} than the specification asks for: 64
 * members and 8,192 bytes.
 * <p>
 * A malformed or repeated {@code traceparent} restarts the trace; a malformed
 * {@code tracestate} is dropped. A valid {@code tracestate} is passed on as it came,
 * except that only the first of repeated keys is kept. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context Level 2</a>
 * @see <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>
 */
public final class W3CTraceContext implements TextMapPropagator {

	static final String TRACE_PARENT = "traceparent";

	static final String TRACE_STATE = "tracestate";

	private final TextMapPropagator others;

	/**
	 * Creates a propagator.
	 * @param others propagators of everything else; they write trace context as well
	 */
	public W3CTraceContext(TextMapPropagator others) {
		this.others = others;
	}

	@Override
	public Collection<String> fields() {
		return this.others.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.others.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(@Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
		if (context == null || getter == null) {
			return (context != null) ? context : Context.root();
		}
		SpanContext caller = caller(carrier, getter);
		Context extracted = (caller.isValid()) ? context.with(Span.wrap(caller)) : context;
		return this.others.extract(extracted, carrier, new OtherHeadersGetter<>(getter, caller.isValid()));
	}

	private static <C> SpanContext caller(@Nullable C carrier, TextMapGetter<C> getter) {
		Iterator<String> parents = getter.getAll(carrier, TRACE_PARENT);
		if (!parents.hasNext()) {
			return SpanContext.getInvalid();
		}
		SpanContext caller = TraceParents.parse(parents.next());
		if (!caller.isValid() || parents.hasNext()) {
			return SpanContext.getInvalid();
		}
		TraceState state = TraceStates.parse(getter.getAll(carrier, TRACE_STATE));
		return (state.isEmpty()) ? caller : SpanContext.createFromRemoteParent(caller.getTraceId(), caller.getSpanId(),
				caller.getTraceFlags(), state);
	}

}

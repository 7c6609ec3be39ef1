package dev.telemetry.autoconfigure.observation;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

import dev.telemetry.record.SpanScopes;

/**
 * Makes contexts current so that Micrometer sees their span: within an open observation
 * it would go on seeing that one's. Thread safe.
 */
public final class MicrometerScopes implements SpanScopes {

	private final OtelCurrentTraceContext current;

	/**
	 * Enters through a tracer of Micrometer.
	 * @param current what the tracer takes for current
	 */
	public MicrometerScopes(OtelCurrentTraceContext current) {
		this.current = current;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public Scope enter(Context context) {
		Scope scope = context.makeCurrent();
		if (isSeen(context)) {
			return scope;
		}
		scope.close();
		return this.current.newScope(new OtelSpan(Span.fromContext(context), context).context())::close;
	}

	// What Micrometer has entered, it remembers, in the context that ours came from.
	private boolean isSeen(Context context) {
		TraceContext seen = this.current.context();
		return seen == null || seen.spanId().equals(Span.fromContext(context).getSpanContext().getSpanId());
	}

}

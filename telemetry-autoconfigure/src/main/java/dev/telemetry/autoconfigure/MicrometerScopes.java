package dev.telemetry.autoconfigure;

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
final class MicrometerScopes implements SpanScopes {

	private final OtelCurrentTraceContext current;

	MicrometerScopes(OtelCurrentTraceContext current) {
		this.current = current;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public Scope enter(Context context) {
		if (Context.current() == Context.root() || !isEntered()) {
			return context.makeCurrent();
		}
		return this.current.newScope(new OtelSpan(Span.fromContext(context), context).context())::close;
	}

	// What Micrometer has entered, it remembers: its answer is the very same then. What
	// it only sees, it wraps anew each time.
	@SuppressWarnings("ReferenceEquality")
	private boolean isEntered() {
		return this.current.context() == this.current.context() && this.current.context() != null;
	}

}

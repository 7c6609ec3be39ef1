package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.record.SpanScopes;

/**
 * Makes contexts current so that Micrometer sees their span: its tracer, which would go
 * on seeing that of an open observation, and whatever asks for the current observation.
 * Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class MicrometerScopes implements SpanScopes {

	private final OtelCurrentTraceContext current;

	private final @Nullable ObservationRegistry registry;

	/**
	 * Enters through a tracer of Micrometer.
	 * @param current what the tracer takes for current
	 * @param registry where the span becomes the current observation, or {@code null} for
	 * nowhere
	 */
	public MicrometerScopes(OtelCurrentTraceContext current, @Nullable ObservationRegistry registry) {
		this.current = current;
		this.registry = (ObservationScopes.areAvailable()) ? registry : null;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public Scope enter(Context context) {
		Scope scope = enterContext(context);
		return (this.registry != null)
				? SpanObservationScope.open(new RecordedObservation(this.registry, context), scope) : scope;
	}

	@SuppressWarnings("MustBeClosedChecker")
	private Scope enterContext(Context context) {
		Scope scope = context.makeCurrent();
		if (isSeen(context)) {
			return scope;
		}
		scope.close();
		return this.current.newScope(new OtelSpan(Span.fromContext(context), context).context())::close;
	}

	// Micrometer remembers the span that it has entered, in the
	// context that this one comes from.
	private boolean isSeen(Context context) {
		TraceContext seen = this.current.context();
		return seen == null || seen.spanId().equals(Span.fromContext(context).getSpanContext().getSpanId());
	}

}

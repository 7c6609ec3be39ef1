package dev.telemetry.context;

import java.util.Collection;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;

/**
 * Tells other services that a trace is sampled as soon as the trace is certain to be
 * kept, although it was not sampled when it started. Everything else is left to another
 * propagator. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class KeptSpanPropagator implements TextMapPropagator {

	private final TextMapPropagator propagator;

	private final RootDecider decider;

	/**
	 * Creates a propagator.
	 * @param propagator reads and writes the headers
	 * @param decider knows which traces are kept
	 */
	public KeptSpanPropagator(TextMapPropagator propagator, RootDecider decider) {
		this.propagator = propagator;
		this.decider = decider;
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		SpanContext span = Span.fromContext(context).getSpanContext();
		boolean promote = span.isValid() && !span.isSampled() && this.decider.isKept(span);
		this.propagator.inject((promote) ? context.with(Span.wrap(sampled(span))) : context, carrier, setter);
	}

	private static SpanContext sampled(SpanContext span) {
		byte flags = (byte) (span.getTraceFlags().asByte() | TraceFlags.getSampled().asByte());
		return SpanContext.create(span.getTraceId(), span.getSpanId(), TraceFlags.fromByte(flags),
				span.getTraceState());
	}

	@Override
	public <C> Context extract(@Nullable Context context, @Nullable C carrier, @Nullable TextMapGetter<C> getter) {
		if (context == null || getter == null) {
			return (context != null) ? context : Context.root();
		}
		return this.propagator.extract(context, carrier, getter);
	}

}

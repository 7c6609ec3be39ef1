package dev.telemetry.autoconfigure.observation;

import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.SpanScopes;

/**
 * Makes contexts current so that Micrometer sees their span. Otherwise, Micrometer's
 * tracer, and code that asks for the current observation, would still see that of an
 * outer observation. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class MicrometerScopes implements SpanScopes {

	private final OtelCurrentTraceContext current;

	private final Supplier<@Nullable ObservationRegistry> registry;

	private final ContextLeaks leaks;

	private volatile boolean asked;

	// Written before the flag that the registry was looked up.
	private @Nullable ObservationTools tools;

	/**
	 * Creates scopes for a tracer of Micrometer.
	 * @param current the current trace context of the tracer
	 * @param registry supplies the registry in which the span becomes the current
	 * observation, or {@code null} for none; called with the first span, because handlers
	 * of the registry may depend on the recorder
	 * @param leaks restores contexts if other code leaves scopes open inside
	 */
	public MicrometerScopes(OtelCurrentTraceContext current, Supplier<@Nullable ObservationRegistry> registry,
			ContextLeaks leaks) {
		this.current = current;
		this.registry = registry;
		this.leaks = leaks;
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public Scope enter(Context context) {
		ObservationTools tools = (this.asked) ? this.tools : ask();
		Scope scope = enterContext(context);
		return (tools != null)
				? new SpanObservationScope(tools.registry(), scope).open(new RecordedObservation(tools, context))
				: scope;
	}

	private @Nullable ObservationTools ask() {
		try {
			ObservationRegistry found = this.registry.get();
			ObservationTools made = (found != null && ObservationScopes.areAvailable())
					? new ObservationTools(found, this.leaks, null) : null;
			this.tools = made;
			this.asked = true;
			return made;
		}
		catch (BeansException ex) {
			// The registry is being created, and the next span tries again.
			return null;
		}
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

	// Micrometer stores the span that it has entered in the context, from which this
	// context is derived.
	private boolean isSeen(Context context) {
		TraceContext seen = this.current.context();
		return seen == null || seen.spanId().equals(Span.fromContext(context).getSpanContext().getSpanId());
	}

}

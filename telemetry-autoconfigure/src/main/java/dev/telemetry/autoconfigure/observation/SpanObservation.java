package dev.telemetry.autoconfigure.observation;

import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A span of telemetry as an observation, for code that asks Micrometer for the current
 * one. Micrometer's context propagation carries it to other threads; it is the parent of
 * observations below, and accepts key-values, events and errors. It has no handlers, and
 * its context is created when it is needed. The code that owns the span starts and stops
 * it: {@link #start()} and {@link #stop()} do nothing. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public abstract class SpanObservation implements Observation {

	// Without Micrometer's bridge, handlers look for no span.
	private static final boolean BRIDGED = ClassUtils.isPresent("io.micrometer.tracing.otel.bridge.OtelTracer",
			SpanObservation.class.getClassLoader());

	private final ObservationTools tools;

	private volatile @Nullable Context context;

	/**
	 * Creates an observation.
	 * @param tools the collaborators
	 */
	protected SpanObservation(ObservationTools tools) {
		this.tools = tools;
	}

	/**
	 * Returns the context that has the span.
	 * @return the context, or {@code null} if nothing is traced
	 */
	protected abstract io.opentelemetry.context.@Nullable Context spanContext();

	/**
	 * Creates the context of the observation. Called once.
	 * @return the context
	 */
	protected abstract Context createContext();

	/**
	 * Notes an error. Its status and exception have been written to the span already.
	 * @param error the error
	 */
	protected void failed(Throwable error) {
	}

	/**
	 * Returns the context, if it was created.
	 * @return the context, or {@code null}
	 */
	protected final @Nullable Context contextIfCreated() {
		return this.context;
	}

	/**
	 * Returns the span of the observation.
	 * @return the span, an invalid one if nothing is traced
	 */
	protected final Span span() {
		io.opentelemetry.context.Context spanContext = spanContext();
		return (spanContext != null) ? Span.fromContext(spanContext) : Span.getInvalid();
	}

	@Override
	public final Context getContext() {
		Context context = this.context;
		return (context != null) ? context : createOnce();
	}

	private Context createOnce() {
		synchronized (this) {
			Context context = this.context;
			if (context == null) {
				context = createContext();
				io.opentelemetry.context.Context spanContext = spanContext();
				if (BRIDGED && spanContext != null) {
					SpanTracingContext.put(context, spanContext);
				}
				this.context = context;
			}
			return context;
		}
	}

	/**
	 * Makes the observation and the context of its span current. The scope must be closed
	 * by the same thread; closing it restores the context from before, even if an inner
	 * scope was left open.
	 * @return the scope that restores the observation and the context from before
	 */
	@SuppressWarnings("MustBeClosedChecker")
	public final io.opentelemetry.context.Scope enter() {
		return new SpanObservationScope(this.tools.registry(), enterSpanContext()).open(this);
	}

	@Override
	@SuppressWarnings("MustBeClosedChecker")
	public final Scope openScope() {
		io.opentelemetry.context.Context before = io.opentelemetry.context.Context.current();
		return new RestoringObservationScope(this.tools, enterSpanContext(), before).open(this).observationScope();
	}

	@SuppressWarnings("MustBeClosedChecker")
	private io.opentelemetry.context.Scope enterSpanContext() {
		io.opentelemetry.context.Context spanContext = spanContext();
		return (spanContext != null) ? spanContext.makeCurrent() : io.opentelemetry.context.Scope.noop();
	}

	@Override
	public final ObservationRegistry getObservationRegistry() {
		return this.tools.registry();
	}

	@Override
	public final Observation lowCardinalityKeyValue(KeyValue keyValue) {
		getContext().addLowCardinalityKeyValue(keyValue);
		span().setAttribute(keyValue.getKey(), keyValue.getValue());
		return this;
	}

	@Override
	public final Observation highCardinalityKeyValue(KeyValue keyValue) {
		getContext().addHighCardinalityKeyValue(keyValue);
		span().setAttribute(keyValue.getKey(), keyValue.getValue());
		return this;
	}

	@Override
	public final Observation error(Throwable error) {
		getContext().setError(error);
		failed(error);
		return this;
	}

	@Override
	public final Observation event(Event event) {
		if (event.getWallTime() == 0) {
			span().addEvent(event.getContextualName());
		}
		else {
			span().addEvent(event.getContextualName(), event.getWallTime(), TimeUnit.MILLISECONDS);
		}
		EventCounters events = this.tools.events();
		if (events != null) {
			events.count(event, getContext());
		}
		return this;
	}

	@Override
	public final Observation contextualName(@Nullable String contextualName) {
		getContext().setContextualName(contextualName);
		return this;
	}

	@Override
	public final Observation parentObservation(@Nullable Observation parentObservation) {
		getContext().setParentObservation(parentObservation);
		return this;
	}

	// There is no handler that would call the convention.
	@Override
	public final Observation observationConvention(ObservationConvention<?> observationConvention) {
		return this;
	}

	@Override
	public final Observation start() {
		return this;
	}

	@Override
	public final void stop() {
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "{" + span().getSpanContext() + "}";
	}

}

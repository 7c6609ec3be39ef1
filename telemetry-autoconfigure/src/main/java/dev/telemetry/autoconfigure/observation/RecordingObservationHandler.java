package dev.telemetry.autoconfigure.observation;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.micrometer.tracing.otel.bridge.OtelTraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Gives observed operations a span of telemetry in place of Spring Boot's. Comes before
 * Spring Boot's handlers, of which only the first supporting one is called. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public final class RecordingObservationHandler<T extends Observation.Context> implements TracingObservationHandler<T> {

	private final ObservedOperation<T> observed;

	private final Tracer tracer;

	private final BiConsumer<T, io.micrometer.tracing.Span> started;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param observed the observed operation
	 * @param tracer the tracer of the bridge to OpenTelemetry
	 * @param started receives each span that was started
	 * @param failures receives failures of this project's own code
	 */
	public RecordingObservationHandler(ObservedOperation<T> observed, Tracer tracer,
			BiConsumer<T, io.micrometer.tracing.Span> started, InternalFailures failures) {
		this.observed = observed;
		this.tracer = tracer;
		this.started = started;
		this.failures = failures;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.observed.supports(context);
	}

	// Measuring handlers ask for the tracing context, even if there is no span.
	@Override
	public void onStart(T context) {
		TracingContext tracing = getTracingContext(context);
		try {
			Operation operation = this.observed.operation(context);
			if (operation == null) {
				return;
			}
			Recording recording = operation.start((outermost(context)) ? this.observed.parent(context)
					: this.observed.below(context, parent(context)));
			ObservedRecording.put(context, recording);
			if (recording.spanId() != null) {
				Context current = recording.context();
				tracing.setSpan(new OtelSpan(Span.fromContext(current), current));
				this.started.accept(context, getRequiredSpan(context));
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what is observed", ex);
		}
	}

	// A context that was left open on the thread before is not a parent.
	private boolean outermost(T context) {
		ContextLeaks leaks = this.observed.outermost();
		if (leaks == null) {
			return false;
		}
		leaks.enter(name(context));
		return true;
	}

	private String name(T context) {
		return Objects.requireNonNullElse(context.getName(), "an observation");
	}

	// Returns the current context, or else one with the span of the parent observation:
	// in a reactive chain, there need not be a current context.
	private static Context parent(Observation.Context context) {
		Context current = Context.current();
		Observation.ContextView given = (Span.fromContext(current).getSpanContext().isValid()) ? null
				: parentOf(context);
		TracingContext tracing = (given != null) ? given.get(TracingContext.class) : null;
		io.micrometer.tracing.Span span = (tracing != null) ? tracing.getSpan() : null;
		return (span != null) ? OtelTraceContext.toOtelContext(span.context()) : current;
	}

	private static Observation.@Nullable ContextView parentOf(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		return (parent != null) ? parent.getContextView() : null;
	}

	@Override
	public void onScopeOpened(T context) {
		if (getTracingContext(context).getSpan() == null) {
			return;
		}
		try {
			open(context);
		}
		catch (Throwable ex) {
			this.failures.report("making what is observed current", ex);
		}
	}

	private void open(T context) {
		ContextLeaks leaks = this.observed.leaks();
		ObservedRecording observed = ObservedRecording.of(context);
		if (leaks != null && observed != null) {
			Context before = Context.current();
			Map<String, Object> logBefore = LogContext.current();
			observed.opened(() -> {
				LogContext.set(logBefore);
				leaks.restore(before, name(context));
			});
		}
		TracingObservationHandler.super.onScopeOpened(context);
	}

	@Override
	public void onScopeClosed(T context) {
		try {
			TracingObservationHandler.super.onScopeClosed(context);
			ObservedRecording observed = ObservedRecording.of(context);
			if (observed != null) {
				observed.closed();
			}
		}
		catch (Throwable ex) {
			this.failures.report("leaving what is observed", ex);
		}
	}

	@Override
	public void onEvent(Observation.Event event, T context) {
		if (getTracingContext(context).getSpan() != null) {
			TracingObservationHandler.super.onEvent(event, context);
		}
	}

	// The error is written at the end, when everything about it is known.
	@Override
	public void onError(T context) {
	}

	@Override
	public void onStop(T context) {
		ObservedRecording observed = ObservedRecording.of(context);
		try {
			if (observed != null) {
				this.observed.end(context, observed.recording());
			}
			else {
				this.observed.endUnrecorded(context);
			}
		}
		catch (Throwable ex) {
			this.failures.report("recording what was observed", ex);
			if (observed != null) {
				observed.recording().close();
			}
		}
	}

}

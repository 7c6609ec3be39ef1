package dev.telemetry.autoconfigure.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

import dev.telemetry.health.InternalFailures;

/**
 * Gives the observation of a request a span of telemetry in place of Spring Boot's. Comes
 * before Spring Boot's handlers, of which only the first supporting one is called. Thread
 * safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public final class ServerTracingHandler<T extends Observation.Context> implements TracingObservationHandler<T> {

	private final Class<T> type;

	private final Supplier<? extends ObservedServer<T>> server;

	private final Tracer tracer;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param type type of the contexts that the handler supports
	 * @param server supplies the code that traces requests, called with the first request
	 * @param tracer the tracer of the bridge to OpenTelemetry
	 * @param failures receives failures of this project's own code
	 */
	public ServerTracingHandler(Class<T> type, Supplier<? extends ObservedServer<T>> server, Tracer tracer,
			InternalFailures failures) {
		this.type = type;
		this.server = server;
		this.tracer = tracer;
		this.failures = failures;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	// Measuring handlers ask for the tracing context, even if there is no span.
	@Override
	public void onStart(T context) {
		TracingContext tracing = getTracingContext(context);
		try {
			Context started = this.server.get().start(context);
			if (started != null) {
				tracing.setSpan(new OtelSpan(Span.fromContext(started), started));
			}
		}
		catch (Throwable ex) {
			this.failures.report("beginning a request", ex);
		}
	}

	@Override
	public void onScopeOpened(T context) {
		try {
			if (hasSpan(context)) {
				TracingObservationHandler.super.onScopeOpened(context);
			}
		}
		catch (Throwable ex) {
			this.failures.report("making a request current", ex);
		}
	}

	@Override
	public void onScopeClosed(T context) {
		try {
			TracingObservationHandler.super.onScopeClosed(context);
		}
		catch (Throwable ex) {
			this.failures.report("leaving a request", ex);
		}
	}

	@Override
	public void onEvent(Observation.Event event, T context) {
		if (hasSpan(context)) {
			TracingObservationHandler.super.onEvent(event, context);
		}
	}

	private boolean hasSpan(T context) {
		return getTracingContext(context).getSpan() != null;
	}

	@Override
	public void onError(T context) {
		try {
			if (hasSpan(context)) {
				this.server.get().failed(context);
			}
		}
		catch (Throwable ex) {
			this.failures.report("noting the error of a request", ex);
		}
	}

	@Override
	public void onStop(T context) {
		io.micrometer.tracing.Span span = getTracingContext(context).getSpan();
		if (span == null) {
			return;
		}
		try {
			this.server.get().end(context);
		}
		catch (Throwable ex) {
			this.failures.report("ending a request", ex);
			span.end();
		}
	}

}

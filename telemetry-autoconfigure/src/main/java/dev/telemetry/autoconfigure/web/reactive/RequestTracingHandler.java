package dev.telemetry.autoconfigure.web.reactive;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.health.InternalFailures;

/**
 * Gives the observation of a request the span of telemetry in place of the one that it
 * would get. Comes before Spring Boot's handlers, of which the first that fits is asked.
 * Thread safe.
 */
final class RequestTracingHandler implements TracingObservationHandler<ServerRequestObservationContext> {

	private final Supplier<RequestTracing> requests;

	private final Tracer tracer;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param requests traces requests, asked for with the first one
	 * @param tracer the tracer of the bridge to OpenTelemetry
	 * @param failures where our own failures end
	 */
	RequestTracingHandler(Supplier<RequestTracing> requests, Tracer tracer, InternalFailures failures) {
		this.requests = requests;
		this.tracer = tracer;
		this.failures = failures;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	// Those that measure ask for the tracing context, even if it has no span.
	@Override
	public void onStart(ServerRequestObservationContext context) {
		TracingContext tracing = getTracingContext(context);
		try {
			ReactiveExchange exchange = this.requests.get().start(context);
			if (exchange != null) {
				tracing.setSpan(new OtelSpan(exchange.span(), exchange.context()));
			}
		}
		catch (Throwable ex) {
			this.failures.report("beginning a request", ex);
		}
	}

	@Override
	public void onScopeOpened(ServerRequestObservationContext context) {
		if (hasSpan(context)) {
			TracingObservationHandler.super.onScopeOpened(context);
		}
	}

	@Override
	public void onEvent(Observation.Event event, ServerRequestObservationContext context) {
		if (hasSpan(context)) {
			TracingObservationHandler.super.onEvent(event, context);
		}
	}

	private boolean hasSpan(ServerRequestObservationContext context) {
		return getTracingContext(context).getSpan() != null;
	}

	@Override
	public void onError(ServerRequestObservationContext context) {
		try {
			ReactiveExchange exchange = ReactiveExchange.of(context);
			if (exchange != null) {
				this.requests.get().failed(context, exchange);
			}
		}
		catch (Throwable ex) {
			this.failures.report("noting the error of a request", ex);
		}
	}

	@Override
	public void onStop(ServerRequestObservationContext context) {
		ReactiveExchange exchange = ReactiveExchange.of(context);
		if (exchange == null) {
			return;
		}
		try {
			RequestTracing requests = this.requests.get();
			ReactiveExchange.Ending ending = requests.decide(context, exchange);
			if (ending.kept()) {
				requests.describe(context, exchange, ending.outcome());
			}
			exchange.span().end(exchange.endEpochNanos(ending.outcome()), TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			this.failures.report("ending a request", ex);
			exchange.span().end();
		}
	}

}

package dev.telemetry.autoconfigure.web.reactive;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.health.InternalFailures;

/**
 * Decides at the end of a request whether its trace is kept, before the request is
 * measured, so that the timer can link to it. Of no group of handlers, and so the first
 * that is told of the end. Thread safe.
 */
final class RequestDecisionHandler implements ObservationHandler<ServerRequestObservationContext> {

	private final Supplier<RequestTracing> requests;

	private final InternalFailures failures;

	RequestDecisionHandler(Supplier<RequestTracing> requests, InternalFailures failures) {
		this.requests = requests;
		this.failures = failures;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	public void onStop(ServerRequestObservationContext context) {
		try {
			ReactiveExchange exchange = ReactiveExchange.of(context);
			if (exchange != null) {
				this.requests.get().decide(context, exchange);
			}
		}
		catch (Throwable ex) {
			this.failures.report("deciding about a request", ex);
		}
	}

}

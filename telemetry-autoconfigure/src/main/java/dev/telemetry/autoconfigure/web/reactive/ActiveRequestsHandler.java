package dev.telemetry.autoconfigure.web.reactive;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.metrics.ActiveRequests;

/**
 * Counts the requests that are being served. Thread safe.
 */
final class ActiveRequestsHandler implements ObservationHandler<ServerRequestObservationContext> {

	private final Supplier<@Nullable ActiveRequests> requests;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param requests supplies the gauge with the first request, because the meter
	 * registry of the gauge may need the observation registry
	 * @param failures takes the internal failures
	 */
	ActiveRequestsHandler(Supplier<@Nullable ActiveRequests> requests, InternalFailures failures) {
		this.requests = requests;
		this.failures = failures;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	public void onStart(ServerRequestObservationContext context) {
		try {
			ActiveRequests active = this.requests.get();
			if (active != null) {
				context.put(ActiveRequests.class, active);
				active.started();
			}
		}
		catch (Throwable ex) {
			this.failures.report("counting a request", ex);
		}
	}

	@Override
	public void onStop(ServerRequestObservationContext context) {
		// An observation may be stopped twice.
		if (context.remove(ActiveRequests.class) instanceof ActiveRequests active) {
			active.ended();
		}
	}

}

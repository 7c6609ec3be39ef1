package dev.telemetry.autoconfigure.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import dev.telemetry.health.InternalFailures;

/**
 * Decides at the end of a request whether its trace is kept, before the request is
 * measured, so that the timer can link to the trace. It belongs to no group of handlers,
 * and so is called at the end before those that measure. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public final class ServerDecisionHandler<T extends Observation.Context> implements ObservationHandler<T> {

	private final Class<T> type;

	private final Supplier<? extends ObservedServer<T>> server;

	private final InternalFailures failures;

	/**
	 * Creates a handler.
	 * @param type type of the contexts that the handler supports
	 * @param server supplies the code that traces requests, called with the first request
	 * @param failures receives failures of this project's own code
	 */
	public ServerDecisionHandler(Class<T> type, Supplier<? extends ObservedServer<T>> server,
			InternalFailures failures) {
		this.type = type;
		this.server = server;
		this.failures = failures;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public void onStop(T context) {
		try {
			this.server.get().decide(context);
		}
		catch (Throwable ex) {
			this.failures.report("deciding about a request", ex);
		}
	}

}

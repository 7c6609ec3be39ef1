package dev.telemetry.autoconfigure.observation;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Requests without spans, if tracing is off now although it was on when the application
 * was processed ahead of time. No ids get into log lines and response headers. Thread
 * safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public final class UntracedServer<T extends Observation.Context> implements ObservedServer<T> {

	private UntracedServer() {
	}

	/**
	 * Returns the code that traces requests, if spans are recorded, or else an instance
	 * of this class.
	 * @param <T> type of the context of the observation
	 * @param traced whether spans are recorded
	 * @param server supplies the code that traces requests, called with the first request
	 * @return the server, the same each time
	 */
	public static <T extends Observation.Context> Supplier<ObservedServer<T>> unless(boolean traced,
			Supplier<? extends ObservedServer<T>> server) {
		return SingletonSupplier.of((traced) ? server::get : UntracedServer::new);
	}

	@Override
	public @Nullable Context start(T context) {
		return null;
	}

	@Override
	public void failed(T context) {
	}

	@Override
	public void decide(T context) {
	}

	@Override
	public void end(T context) {
	}

}

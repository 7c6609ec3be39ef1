package dev.telemetry.autoconfigure.observation;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.health.InternalFailures;

/**
 * Counts the events of requests with Micrometer's handlers, like the observation of
 * Spring's own filter. Thread safe; never throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EventCounters {

	private final Supplier<List<MeterObservationHandler<Observation.Context>>> handlers;

	private final InternalFailures failures;

	/**
	 * Creates an instance.
	 * @param handlers supplies the handlers that count, called with the first event
	 * @param failures receives failures of this project's own code
	 */
	public EventCounters(Supplier<List<MeterObservationHandler<Observation.Context>>> handlers,
			InternalFailures failures) {
		this.handlers = SingletonSupplier.of(handlers);
		this.failures = failures;
	}

	/**
	 * Counts an event.
	 * @param event the event
	 * @param context context of the observation in which it happened
	 */
	public void count(Observation.Event event, Observation.Context context) {
		try {
			this.handlers.get().forEach((handler) -> handler.onEvent(event, context));
		}
		catch (Throwable ex) {
			this.failures.report("counting an event of a request", ex);
		}
	}

}

package dev.telemetry.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import dev.telemetry.names.MeterNames;

/**
 * Gauge of the requests that are being served. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ActiveRequests {

	private final LongAdder active = new LongAdder();

	/**
	 * Registers the gauge.
	 * @param registry where to register
	 */
	public ActiveRequests(MeterRegistry registry) {
		Gauge.builder(MeterNames.HTTP_SERVER_ACTIVE_REQUESTS, this.active, LongAdder::doubleValue)
			.description("Requests that are being served")
			.register(registry);
	}

	/**
	 * Notes that a request came in.
	 */
	public void started() {
		this.active.increment();
	}

	/**
	 * Notes that a request which came in is over.
	 */
	public void ended() {
		this.active.decrement();
	}

}

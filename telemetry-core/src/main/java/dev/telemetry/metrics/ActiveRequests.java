package dev.telemetry.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import dev.telemetry.names.MeterNames;

/**
 * Gauge of the requests that are being served. It is registered again after it was
 * removed from the registry. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ActiveRequests {

	private final LongAdder active = new LongAdder();

	private final LastingGauges gauges;

	/**
	 * Registers the gauge.
	 * @param registry where to register
	 */
	public ActiveRequests(MeterRegistry registry) {
		this.gauges = new LastingGauges(registry);
		this.gauges.add(Gauge.builder(MeterNames.HTTP_SERVER_ACTIVE_REQUESTS, this.active, LongAdder::doubleValue)
			.description("Requests that are being served"));
		registry.config().onMeterRemoved(this.gauges::forget);
		// A failure is reported when a request begins.
		this.gauges.registerMissing();
	}

	/**
	 * Notes that a request came in.
	 * @throws IllegalStateException if the gauge cannot be registered; the request is
	 * noted nevertheless
	 */
	public void started() {
		this.active.increment();
		this.gauges.register();
	}

	/**
	 * Notes that a request is over.
	 */
	public void ended() {
		this.active.decrement();
	}

}

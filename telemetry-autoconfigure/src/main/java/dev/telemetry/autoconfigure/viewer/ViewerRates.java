package dev.telemetry.autoconfigure.viewer;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import dev.telemetry.names.MeterNames;

/**
 * The rates of requests and of jobs. Thread safe.
 */
final class ViewerRates {

	private final ObjectProvider<MeterRegistry> registry;

	private final String requestsMeter;

	private volatile @Nullable MeterRates requests;

	private volatile @Nullable MeterRates jobs;

	/**
	 * Creates rates.
	 * @param registry supplies the registry of the meters, called with the first reading,
	 * when all beans exist
	 * @param requestsMeter name of the timers of requests
	 */
	ViewerRates(ObjectProvider<MeterRegistry> registry, String requestsMeter) {
		this.registry = registry;
		this.requestsMeter = requestsMeter;
	}

	/**
	 * Reads the meters.
	 */
	void read() {
		MeterRegistry meters = this.registry.getIfAvailable();
		if (meters == null) {
			return;
		}
		if (this.requests == null) {
			this.requests = new MeterRates(meters, this.requestsMeter, Clock.SYSTEM);
			this.jobs = new MeterRates(meters, MeterNames.JOB_RUN, Clock.SYSTEM);
		}
		read(this.requests);
		read(this.jobs);
	}

	private static void read(@Nullable MeterRates rates) {
		if (rates != null) {
			rates.read();
		}
	}

	Map<String, Object> requests() {
		return describe(this.requests, this.requestsMeter);
	}

	Map<String, Object> jobs() {
		return describe(this.jobs, MeterNames.JOB_RUN);
	}

	private static Map<String, Object> describe(@Nullable MeterRates rates, String meter) {
		return (rates != null) ? rates.describe() : Map.of("meter", meter, "points", List.of());
	}

}

package dev.telemetry.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Puts a prefix before all names, as applications do that share a backend.
 */
final class RenamingFilter implements MeterFilter {

	@Override
	public Meter.Id map(Meter.Id id) {
		return id.withName("my." + id.getName());
	}

}

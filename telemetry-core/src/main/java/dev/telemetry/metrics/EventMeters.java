package dev.telemetry.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.telemetry.names.MeterNames;
import dev.telemetry.record.EventGate;

/**
 * Counters of events that were not recorded. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class EventMeters implements MeterBinder {

	private final EventGate gate;

	/**
	 * Creates the meters.
	 * @param gate has the numbers
	 */
	public EventMeters(EventGate gate) {
		this.gate = gate;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (EventGate.Reason reason : EventGate.Reason.values()) {
			FunctionCounter.builder(MeterNames.EVENTS_LEFT_OUT, this.gate, (gate) -> gate.leftOut(reason))
				.description("Events of the recorder that were not recorded")
				.tag(MeterNames.TAG_REASON, reason.text())
				.register(registry);
		}
	}

}

package dev.telemetry.metrics;

import dev.telemetry.record.OperationMeter;

/**
 * Measures one kind of call. Thread safe.
 *
 * @param timers timers by success
 */
record ExternalCallMeter(OutcomeTimers timers) implements OperationMeter {

	@Override
	public void started() {
	}

	@Override
	public void ended(long durationNanos, boolean success) {
		this.timers.record(durationNanos, success);
	}

}

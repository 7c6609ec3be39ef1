package dev.telemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import dev.telemetry.names.MeterNames;
import dev.telemetry.record.OperationMeter;

/**
 * Measures one kind of call. Thread safe.
 *
 * @param registry where to register
 * @param tags service and operation
 * @param timers timers by success
 */
record ExternalCallMeter(MeterRegistry registry, Tags tags, OutcomeTimers timers) implements OperationMeter {

	@Override
	public void started() {
	}

	@Override
	public void stopped() {
	}

	@Override
	public void ended(long durationNanos, boolean success) {
		this.timers.record(durationNanos, success);
	}

	@Override
	public void skipped(long durationNanos) {
		Counter.builder(MeterNames.EXTERNAL_API_SKIPPED)
			.description("Calls to other services that were skipped")
			.tags(this.tags)
			.register(this.registry)
			.increment();
	}

}

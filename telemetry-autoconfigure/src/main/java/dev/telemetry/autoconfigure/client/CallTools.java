package dev.telemetry.autoconfigure.client;

import java.util.function.Supplier;

import io.opentelemetry.context.propagation.TextMapPropagator;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * What all clients need to record their calls.
 *
 * @param recorder records
 * @param services names services
 * @param propagator writes the trace into headers
 * @param above knows the calls of clients that call by these
 * @param failures where our own failures end
 */
record CallTools(Supplier<TelemetryRecorder> recorder, ServiceNames services, Supplier<TextMapPropagator> propagator,
		CallAbove above, InternalFailures failures) {

}

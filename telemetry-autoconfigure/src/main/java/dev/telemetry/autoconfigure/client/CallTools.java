package dev.telemetry.autoconfigure.client;

import java.util.function.Supplier;

import io.opentelemetry.context.propagation.TextMapPropagator;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;

/**
 * The collaborators of clients that record calls.
 *
 * @param recorder supplies the recorder
 * @param services names services
 * @param propagator supplies the propagator, which writes the trace to headers
 * @param above tells which calls another client already records
 * @param failures receives failures of this project's own code
 */
record CallTools(Supplier<TelemetryRecorder> recorder, ServiceNames services, Supplier<TextMapPropagator> propagator,
		CallAbove above, InternalFailures failures) {

}

package dev.telemetry.worker;

import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.SpanAdopter;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.SpanNames;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * What workers need that the rest of telemetry has.
 *
 * @param recorder starts the spans of workers
 * @param propagator writes the context
 * @param adopter takes the spans that workers tell of, or {@code null} if nothing does
 * @param decider decides on traces
 * @param resource what spans say about where they come from
 * @param output takes what is no telemetry
 * @param folding what folding needs
 * @param failures where failures of telemetry itself end
 */
record WorkerTools(TelemetryRecorder recorder, TextMapPropagator propagator, @Nullable SpanAdopter adopter,
		RootDecider decider, Resource resource, TextOutput output, FoldingTools folding, InternalFailures failures) {

	/**
	 * Starts the span of a worker. A recorder of the application that cannot, such as a
	 * mock in a test, does not keep the worker from its work.
	 */
	Recording startRun() {
		try {
			return this.recorder.span(SpanNames.WORKER_RUN).start();
		}
		catch (Throwable ex) {
			this.failures.report("recording a worker", ex);
			return TelemetryRecorder.noop().span(SpanNames.WORKER_RUN).start();
		}
	}

}

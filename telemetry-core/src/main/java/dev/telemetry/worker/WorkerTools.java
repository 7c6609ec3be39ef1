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
 * The collaborators of workers.
 *
 * @param recorder starts the spans of workers
 * @param propagator writes the context
 * @param adopter takes the spans of workers, or {@code null} if no spans are recorded
 * @param decider decides on traces
 * @param resource resource of the spans
 * @param output receives lines that are not telemetry
 * @param folding the collaborators of the folding
 * @param failures receives failures of this project's own code
 */
record WorkerTools(TelemetryRecorder recorder, TextMapPropagator propagator, @Nullable SpanAdopter adopter,
		RootDecider decider, Resource resource, TextOutput output, FoldingTools folding, InternalFailures failures) {

	/**
	 * Starts the span of a worker. If the recorder fails, such as a mock in a test, the
	 * worker runs without a span.
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

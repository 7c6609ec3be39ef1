package dev.telemetry.autoconfigure.batch;

import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.StepExecution;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.BatchAttributes;
import dev.telemetry.names.SpanNames;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records steps of Spring Batch as spans below their job, with their counts, also on
 * threads without a context of the job. Thread safe.
 */
final class BatchSteps implements ObservedOperation<Observation.Context> {

	static final String OBSERVATION = "spring.batch.step";

	private static final String STEP_NAME = OBSERVATION + ".name";

	private static final String JOB_NAME = OBSERVATION + ".job.name";

	private final Supplier<TelemetryRecorder> recorder;

	private final BatchJobs jobs;

	BatchSteps(Supplier<TelemetryRecorder> recorder, BatchJobs jobs) {
		this.recorder = recorder;
		this.jobs = jobs;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return OBSERVATION.equals(context.getName());
	}

	@Override
	public ContextLeaks leaks() {
		return this.jobs.leaks();
	}

	@Override
	public Operation operation(Observation.Context context) {
		KeyValue jobName = context.getLowCardinalityKeyValue(JOB_NAME);
		boolean known = Span.current().getSpanContext().isValid() || context.getParentObservation() != null;
		Observation.Context job = (!known && jobName != null) ? this.jobs.running(jobName.getValue()) : null;
		if (job != null) {
			ObservationView parent = () -> job;
			context.setParentObservation(parent);
		}
		BatchJobs.began(context);
		return this.recorder.get().span(SpanNames.BATCH_STEP);
	}

	// Called on the thread of the step, while the step is still registered.
	@Override
	public void end(Observation.Context context, Recording recording) {
		BatchJobs.ended(context);
		StepExecution execution = CurrentExecutions.step();
		KeyValue name = context.getLowCardinalityKeyValue(STEP_NAME);
		recording.describe((span) -> describe(span, (name != null) ? name.getValue() : null, execution));
		if (execution != null) {
			BatchJobs.end(recording, execution.getStatus(), execution.getFailureExceptions());
		}
		else if (context.getError() != null) {
			recording.fail(context.getError());
		}
		else {
			recording.succeed();
		}
	}

	private static void describe(Span span, @Nullable String name, @Nullable StepExecution step) {
		if (name != null) {
			span.setAttribute(BatchAttributes.STEP_NAME, name);
		}
		if (step != null) {
			span.setAttribute(BatchAttributes.EXIT_CODE, step.getExitStatus().getExitCode());
			span.setAttribute(BatchAttributes.READ_COUNT, step.getReadCount());
			span.setAttribute(BatchAttributes.WRITE_COUNT, step.getWriteCount());
			span.setAttribute(BatchAttributes.FILTER_COUNT, step.getFilterCount());
			span.setAttribute(BatchAttributes.SKIP_COUNT, step.getSkipCount());
			span.setAttribute(BatchAttributes.COMMIT_COUNT, step.getCommitCount());
			span.setAttribute(BatchAttributes.ROLLBACK_COUNT, step.getRollbackCount());
		}
	}

}

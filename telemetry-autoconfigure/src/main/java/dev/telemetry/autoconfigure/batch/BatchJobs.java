package dev.telemetry.autoconfigure.batch;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;

import dev.telemetry.autoconfigure.observation.ObservedOperation;
import dev.telemetry.names.BatchAttributes;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Jobs of Spring Batch as jobs of the queue {@code batch}. They have failed if their
 * status says so, and a job that was stopped is neither a success nor a failure. A
 * restart is linked to the run before it, whose span is remembered with the job. Thread
 * safe.
 */
final class BatchJobs implements ObservedOperation<Observation.Context> {

	private static final String QUEUE = "batch";

	private static final String OBSERVATION = "spring.batch.job";

	private static final String STOPPED = "stopped";

	/** Key of the steps right below a job that have not ended. */
	private static final String OPEN_STEPS = "dev.telemetry.open-steps";

	private final Supplier<TelemetryRecorder> recorder;

	// Not by the ids of executions: without a database, all have the same.
	private final Set<Observation.Context> running = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the jobs.
	 * @param recorder asked for with the first job: the recorder needs the registry of
	 * observations, which needs this
	 */
	BatchJobs(Supplier<TelemetryRecorder> recorder) {
		this.recorder = recorder;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return OBSERVATION.equals(context.getName());
	}

	@Override
	public @Nullable Operation operation(Observation.Context context) {
		JobExecution execution = CurrentExecutions.job();
		if (execution == null) {
			return null;
		}
		context.put(JobExecution.class, execution);
		context.put(SpanContext.class, TraceParent.read(execution.getExecutionContext()));
		this.running.add(context);
		return this.recorder.get().job(QUEUE, execution.getJobInstance().getJobName());
	}

	/**
	 * Remembers the span of a run with the job, for a restart.
	 */
	void started(Observation.Context context, io.micrometer.tracing.Span span) {
		TraceParent.write(span.context(), execution(context).getExecutionContext());
	}

	/**
	 * Returns the job that a step belongs to, where the thread of the step knows nothing
	 * of it.
	 * @param jobName name of the job
	 * @return the context of its observation, or {@code null} if none of that name runs,
	 * or several do
	 */
	Observation.@Nullable Context running(String jobName) {
		Observation.Context found = null;
		for (Observation.Context context : this.running) {
			if (execution(context).getJobInstance().getJobName().equals(jobName)) {
				if (found != null) {
					return null;
				}
				found = context;
			}
		}
		return found;
	}

	private static JobExecution execution(Observation.Context context) {
		return context.getRequired(JobExecution.class);
	}

	/**
	 * Notes that a step has begun right below its job. One whose start cannot be stored
	 * is never stopped.
	 */
	static void began(Observation.Context step) {
		Observation.Context job = jobOf(step);
		if (job != null) {
			openSteps(job).add(step);
		}
	}

	/**
	 * Notes that a step has ended.
	 */
	static void ended(Observation.Context step) {
		Observation.Context job = jobOf(step);
		if (job != null) {
			openSteps(job).remove(step);
		}
	}

	private static Observation.@Nullable Context jobOf(Observation.Context step) {
		ObservationView above = step.getParentObservation();
		return (above != null && above.getContextView() instanceof Observation.Context context
				&& OBSERVATION.equals(context.getName())) ? context : null;
	}

	private static Set<Observation.Context> openSteps(Observation.Context job) {
		return job.computeIfAbsent(OPEN_STEPS, (key) -> ConcurrentHashMap.newKeySet());
	}

	private static void endOpenSteps(Observation.Context context, JobExecution execution) {
		for (Observation.Context step : openSteps(context)) {
			Recording recording = ObservedOperation.recording(step);
			if (recording != null) {
				end(recording, execution.getStatus(), execution.getAllFailureExceptions());
			}
		}
	}

	@Override
	public void end(Observation.Context context, Recording recording) {
		JobExecution execution = execution(context);
		endOpenSteps(context, execution);
		this.running.remove(context);
		SpanContext before = context.getRequired(SpanContext.class);
		recording.describe((span) -> describe(span, execution, before));
		end(recording, execution.getStatus(), execution.getAllFailureExceptions());
	}

	// One that could not be recorded has not begun for its steps either.
	@Override
	public void endUnrecorded(Observation.Context context) {
		this.running.remove(context);
	}

	private static void describe(Span span, JobExecution execution, SpanContext before) {
		if (before.isValid()) {
			span.addLink(before);
		}
		span.setAttribute(BatchAttributes.JOB_INSTANCE_ID, execution.getJobInstanceId());
		span.setAttribute(BatchAttributes.JOB_EXECUTION_ID, execution.getId());
		span.setAttribute(BatchAttributes.EXIT_CODE, execution.getExitStatus().getExitCode());
	}

	/**
	 * Ends a job or a step by its status.
	 * @param failures what has made it fail
	 */
	static void end(Recording recording, BatchStatus status, List<Throwable> failures) {
		switch (status) {
			case COMPLETED -> recording.succeed();
			case STOPPED, STOPPING -> recording.skip(STOPPED);
			default -> {
				if (failures.isEmpty()) {
					recording.fail(status.name());
				}
				else {
					recording.fail(failures.get(0));
				}
			}
		}
	}

}

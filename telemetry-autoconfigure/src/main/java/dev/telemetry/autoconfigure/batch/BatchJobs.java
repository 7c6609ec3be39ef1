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
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.BatchAttributes;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;

/**
 * Records jobs of Spring Batch as jobs of the queue {@code batch}. The status of a job
 * determines whether it has failed; a stopped job is neither a success nor a failure. A
 * restart is linked to the run before it, whose span is stored with the job. Thread safe.
 */
final class BatchJobs implements ObservedOperation<Observation.Context> {

	private static final String QUEUE = "batch";

	private static final String OBSERVATION = "spring.batch.job";

	private static final String STOPPED = "stopped";

	/** Key of the open steps directly below a job. */
	private static final String OPEN_STEPS = "dev.telemetry.open-steps";

	private final Supplier<TelemetryRecorder> recorder;

	private final ContextLeaks leaks;

	// Not identified by the ids of executions: without a database, all have the same id.
	private final Set<Observation.Context> running = ConcurrentHashMap.newKeySet();

	/**
	 * Creates the jobs.
	 * @param recorder supplies the recorder, called with the first job, because the
	 * recorder depends on the registry of observations, which depends on this object
	 * @param leaks restores the context of a thread
	 */
	BatchJobs(Supplier<TelemetryRecorder> recorder, ContextLeaks leaks) {
		this.recorder = recorder;
		this.leaks = leaks;
	}

	@Override
	public boolean supports(Observation.Context context) {
		return OBSERVATION.equals(context.getName());
	}

	@Override
	public ContextLeaks leaks() {
		return this.leaks;
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
	 * Stores the span of a run with the job, for a restart.
	 */
	void started(Observation.Context context, io.micrometer.tracing.Span span) {
		TraceParent.write(span.context(), execution(context).getExecutionContext());
	}

	/**
	 * Returns the job of a step, for a step whose thread has no context of the job.
	 * @param jobName name of the job
	 * @return the context of the observation of the job, or {@code null} if no job of
	 * that name runs, or several do
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
	 * Notes that a step has begun directly below its job. Spring Batch never stops the
	 * observation of a step whose start could not be stored.
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

	// A job that could not be recorded is not a parent of steps either.
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
	 * @param failures the exceptions of the job or step
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

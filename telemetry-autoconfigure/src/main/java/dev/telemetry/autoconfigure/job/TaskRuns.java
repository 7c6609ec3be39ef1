package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.job.ScheduledRuns.Recorder;
import dev.telemetry.autoconfigure.job.ScheduledRuns.Run;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Runs tasks as jobs, each in a trace of its own. Exceptions of a task are thrown
 * unchanged. Thread safe.
 */
final class TaskRuns {

	private final ScheduledRuns runs;

	private final FailedRuns failedRuns;

	private final TaskScopes scopes;

	TaskRuns(ScheduledRuns runs, FailedRuns failedRuns, TaskScopes scopes) {
		this.runs = runs;
		this.failedRuns = failedRuns;
		this.scopes = scopes;
	}

	/**
	 * Runs a task that no other code records.
	 * @param origin the task inside of all wrappers
	 * @param job supplies the job, or {@code null} while the recorder is not available
	 * @param cause the span to link to, invalid if there is none
	 */
	void run(Runnable task, Runnable origin, Supplier<@Nullable Operation> job, SpanContext cause) {
		Operation operation = job.get();
		if (operation == null) {
			task.run();
			return;
		}
		try (Scope scope = this.scopes.outermost(cause)) {
			operation.trace(JobTrace.NEW).run((recording) -> {
				try {
					if (origin instanceof RunnableFuture<?> future) {
						runOnce(task, future, recording);
					}
					else {
						task.run();
					}
				}
				catch (Throwable ex) {
					this.failedRuns.add(ex, recording);
					throw ex;
				}
			});
		}
		catch (Throwable ex) {
			this.failedRuns.stay(ex);
			throw ex;
		}
	}

	// A future throws nothing, and runs only once.
	private static void runOnce(Runnable task, RunnableFuture<?> future, Recording recording) {
		boolean over = future.isDone();
		task.run();
		if (over) {
			recording.skip(RecordedMethod.NOT_REACHED);
		}
		else if (future.isDone()) {
			end(future, recording);
		}
	}

	private static void end(RunnableFuture<?> future, Recording recording) {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			recording.fail((cause != null) ? cause : ex);
		}
		catch (CancellationException ex) {
			recording.fail(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Runs a task that calls a method with the advice of telemetry, which records the run
	 * under its own names. A run that does not reach the advice is recorded after the
	 * fact.
	 * @param userClass class of the object with the method, without its proxy
	 * @param recorder what records calls of the object
	 */
	void runAdvised(Runnable task, Supplier<@Nullable Operation> job, Class<?> userClass, Recorder recorder) {
		Run run = this.runs.beginTask(userClass, recorder);
		try {
			task.run();
		}
		catch (Throwable ex) {
			if (this.runs.end(run, true)) {
				record(job.get(), run.elapsed(), ex);
			}
			throw ex;
		}
		if (this.runs.end(run, false)) {
			record(job.get(), run.elapsed(), null);
		}
	}

	private void record(@Nullable Operation operation, Duration elapsed, @Nullable Throwable thrown) {
		if (operation == null) {
			return;
		}
		try (Scope scope = this.scopes.outermost(SpanContext.getInvalid())) {
			Recording recording = operation.startEarlier(elapsed);
			if (thrown == null) {
				recording.succeed();
				return;
			}
			recording.fail(thrown);
			this.failedRuns.add(thrown, recording);
		}
		this.failedRuns.stay(thrown);
	}

}

package dev.telemetry.autoconfigure.job;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.health.InternalFailures;

/**
 * Prepares tasks for their scheduler: they are recorded as jobs, and errors are handled
 * with the ids of the run. An error of a periodic task is handled in the same way as by
 * the scheduler, but a little earlier, because not every scheduler can be extended.
 * Thread safe.
 */
final class TaskPreparation {

	private static final ErrorHandler PERIODIC = TaskUtils.getDefaultErrorHandler(true);

	private static final ErrorHandler PROPAGATING = ReflectionUtils::rethrowRuntimeException;

	private final FailedRunHandlers handlers;

	private final FailedRuns failedRuns;

	private final @Nullable ScheduledTasks tasks;

	private final Supplier<InternalFailures> failures;

	private final ErrorHandler handler;

	/**
	 * Creates the preparation.
	 * @param handlers extends the error handlers of schedulers
	 * @param failedRuns remembers the ids of failed runs
	 * @param tasks records tasks as jobs, or {@code null} to record none
	 * @param active returns {@code false} once the application has begun to end, when a
	 * scheduler may log less
	 * @param failures receives failures of this project's own code
	 */
	TaskPreparation(FailedRunHandlers handlers, FailedRuns failedRuns, @Nullable ScheduledTasks tasks,
			BooleanSupplier active, Supplier<InternalFailures> failures) {
		this.handlers = handlers;
		this.failedRuns = failedRuns;
		this.tasks = tasks;
		this.failures = failures;
		ErrorHandler withIds = handlers.withIds(PERIODIC);
		this.handler = (thrown) -> ((active.getAsBoolean()) ? withIds : PROPAGATING).handleError(thrown);
	}

	/**
	 * Returns the task to give to a scheduler.
	 * @param task the task
	 * @param scheduler the scheduler, without a proxy
	 * @param periodic whether the task may run more than once
	 * @return the prepared task
	 */
	Runnable prepare(Runnable task, TaskScheduler scheduler, boolean periodic) {
		if (task instanceof RecordedTask) {
			return task;
		}
		try {
			Runnable recorded = (this.tasks != null) ? this.tasks.recorded(task, periodic) : task;
			// Other schedulers may examine their tasks.
			return (FailedRunHandlers.isOfSpring(scheduler)) ? withIds(task, recorded, scheduler, periodic) : recorded;
		}
		catch (Throwable ex) {
			this.failures.get().report("preparing a task", ex);
			return task;
		}
	}

	private Runnable withIds(Runnable task, Runnable recorded, TaskScheduler scheduler, boolean periodic) {
		// A scheduler that was created for a plain executor is not a bean, and is
		// extended here.
		this.handlers.extend(scheduler);
		Runnable handled = (periodic && this.handlers.hasDefaultHandler(scheduler))
				? new DelegatingErrorHandlingRunnable(recorded, this.handler) : recorded;
		return new RecordedTask(task, this.failedRuns.task(handled));
	}

}

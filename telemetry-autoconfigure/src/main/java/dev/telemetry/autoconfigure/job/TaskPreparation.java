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
 * Prepares tasks for the scheduler that runs them: they are jobs, and an error is handled
 * with the ids of its run. That of a periodic task is handled a little earlier than by
 * the scheduler, in the same way: not every scheduler has a place for that. Thread safe.
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
	 * @param handlers knows the handlers of schedulers
	 * @param failedRuns knows the ids of runs that failed
	 * @param tasks makes tasks jobs, or {@code null} to leave them
	 * @param active whether the application has not begun to end: a scheduler may say
	 * less then
	 * @param failures where failures of the product itself end
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
	 * @param periodic whether it may run more than once
	 * @return what runs the task
	 */
	Runnable prepare(Runnable task, TaskScheduler scheduler, boolean periodic) {
		if (task instanceof RecordedTask) {
			return task;
		}
		try {
			Runnable recorded = (this.tasks != null) ? this.tasks.recorded(task, periodic) : task;
			// Others may look at what they get.
			return (FailedRunHandlers.isOfSpring(scheduler)) ? withIds(task, recorded, scheduler, periodic) : recorded;
		}
		catch (Throwable ex) {
			this.failures.get().report("preparing a task", ex);
			return task;
		}
	}

	private Runnable withIds(Runnable task, Runnable recorded, TaskScheduler scheduler, boolean periodic) {
		// One that is no bean, because it was made for a plain executor.
		this.handlers.extend(scheduler);
		Runnable handled = (periodic && this.handlers.hasDefaultHandler(scheduler))
				? new DelegatingErrorHandlingRunnable(recorded, this.handler) : recorded;
		return new RecordedTask(task, this.failedRuns.task(handled));
	}

}

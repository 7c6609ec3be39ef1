package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.config.TaskSchedulerRouter;
import org.springframework.scheduling.support.DelegatingErrorHandlingRunnable;
import org.springframework.scheduling.support.TaskUtils;
import org.springframework.util.ErrorHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Takes tasks to their schedulers as Spring's own router does. An error of a periodic
 * task is handled a little earlier than by the scheduler, in the same way, with the ids
 * of the run: not every scheduler has a place for that. Thread safe.
 */
final class FailedRunRouter extends TaskSchedulerRouter {

	private static final ErrorHandler PERIODIC = TaskUtils.getDefaultErrorHandler(true);

	private static final ErrorHandler PROPAGATING = ReflectionUtils::rethrowRuntimeException;

	private final FailedRunHandlers handlers;

	private final FailedRuns failedRuns;

	private final ErrorHandler handler;

	/**
	 * Creates a router.
	 * @param active whether the application has not begun to end: a scheduler may say
	 * less then
	 */
	FailedRunRouter(FailedRunHandlers handlers, FailedRuns failedRuns, BooleanSupplier active) {
		this.handlers = handlers;
		this.failedRuns = failedRuns;
		ErrorHandler withIds = handlers.withIds(PERIODIC);
		this.handler = (thrown) -> ((active.getAsBoolean()) ? withIds : PROPAGATING).handleError(thrown);
	}

	private Runnable periodic(Runnable task, TaskScheduler scheduler) {
		return this.failedRuns.task((this.handlers.hasDefaultHandler(scheduler))
				? new DelegatingErrorHandlingRunnable(task, this.handler) : task);
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.schedule(periodic(task, scheduler), trigger);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		return determineTargetScheduler(task).schedule(this.failedRuns.task(task), startTime);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleAtFixedRate(periodic(task, scheduler), startTime, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleAtFixedRate(periodic(task, scheduler), period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleWithFixedDelay(periodic(task, scheduler), startTime, delay);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleWithFixedDelay(periodic(task, scheduler), delay);
	}

}

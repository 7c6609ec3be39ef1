package dev.telemetry.autoconfigure.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.config.TaskSchedulerRouter;

/**
 * Routes tasks to their schedulers like Spring's own router, or to the scheduler that the
 * application has chosen for all tasks. For a scheduler with a proxy, the proxy prepares
 * the tasks, because no other advice examines them there any more. Thread safe.
 */
final class FailedRunRouter extends TaskSchedulerRouter {

	private final TaskPreparation preparation;

	private final @Nullable TaskScheduler chosen;

	/**
	 * Creates a router.
	 * @param preparation prepares tasks
	 * @param chosen the scheduler of all tasks, or {@code null} to find the scheduler of
	 * each task
	 */
	FailedRunRouter(TaskPreparation preparation, @Nullable TaskScheduler chosen) {
		this.preparation = preparation;
		this.chosen = chosen;
	}

	@Override
	protected TaskScheduler determineTargetScheduler(Runnable task) {
		return (this.chosen != null) ? this.chosen : super.determineTargetScheduler(task);
	}

	// Start times are computed with this clock.
	@Override
	public Clock getClock() {
		return (this.chosen != null) ? this.chosen.getClock() : super.getClock();
	}

	private Runnable prepare(Runnable task, TaskScheduler scheduler, boolean periodic) {
		return (scheduler instanceof Advised) ? task : this.preparation.prepare(task, scheduler, periodic);
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.schedule(prepare(task, scheduler, true), trigger);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.schedule(prepare(task, scheduler, false), startTime);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleAtFixedRate(prepare(task, scheduler, true), startTime, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleAtFixedRate(prepare(task, scheduler, true), period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleWithFixedDelay(prepare(task, scheduler, true), startTime, delay);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		TaskScheduler scheduler = determineTargetScheduler(task);
		return scheduler.scheduleWithFixedDelay(prepare(task, scheduler, true), delay);
	}

}

package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.SchedulingAwareRunnable;

/**
 * A task as its scheduler gets it. To everything but the thread that runs it, it looks as
 * it did.
 *
 * @param task what was given to the scheduler
 * @param work runs the task and records that
 */
record RecordedTask(Runnable task, Runnable work) implements SchedulingAwareRunnable {

	@Override
	public void run() {
		this.work.run();
	}

	@Override
	public boolean isLongLived() {
		return this.task instanceof SchedulingAwareRunnable aware && aware.isLongLived();
	}

	@Override
	public @Nullable String getQualifier() {
		return (this.task instanceof SchedulingAwareRunnable aware) ? aware.getQualifier() : null;
	}

	@Override
	public String toString() {
		return this.task.toString();
	}

}

package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.SchedulingAwareRunnable;

/**
 * A task in the form that its scheduler gets. Except for running it, it behaves like the
 * original task.
 *
 * @param task the original task
 * @param work runs the task and records the run
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

package dev.telemetry.autoconfigure.batch;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.scope.context.SynchronizationManagerSupport;
import org.springframework.batch.core.step.StepExecution;

/**
 * Finds the executions that Spring Batch runs on the current thread. Spring Batch finds
 * its contexts by the ids of executions. Without a database all ids are the same, so that
 * the context of a job may be that of another job; what the thread has begun last is
 * always right.
 */
final class CurrentExecutions {

	private static final String MANAGER = "manager";

	private CurrentExecutions() {
	}

	static @Nullable JobExecution job() {
		if (last(JobSynchronizationManager.class) instanceof JobExecution job) {
			return job;
		}
		JobContext context = JobSynchronizationManager.getContext();
		return (context != null) ? context.getJobExecution() : null;
	}

	static @Nullable StepExecution step() {
		if (last(StepSynchronizationManager.class) instanceof StepExecution step) {
			return step;
		}
		StepContext context = StepSynchronizationManager.getContext();
		return (context != null) ? context.getStepExecution() : null;
	}

	private static @Nullable Object last(Class<?> type) {
		return (BatchFields.read(type, MANAGER, null) instanceof SynchronizationManagerSupport<?, ?> manager
				&& !manager.getCurrent().isEmpty()) ? manager.getCurrent().peek() : null;
	}

}

package dev.telemetry.autoconfigure.batch;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.scope.context.SynchronizationManagerSupport;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.util.ReflectionUtils;

/**
 * What Spring Batch runs on this thread. Its contexts are found by the ids of executions,
 * and without a database all of them have the same: the context of one job may be that of
 * another.
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
		Field field = ReflectionUtils.findField(type, MANAGER);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return (ReflectionUtils.getField(field, null) instanceof SynchronizationManagerSupport<?, ?> manager
				&& !manager.getCurrent().isEmpty()) ? manager.getCurrent().peek() : null;
	}

	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerType(JobSynchronizationManager.class, MemberCategory.ACCESS_DECLARED_FIELDS)
				.registerType(StepSynchronizationManager.class, MemberCategory.ACCESS_DECLARED_FIELDS);
		}

	}

}

package dev.telemetry.autoconfigure.batch;

import java.lang.reflect.Field;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.batch.core.job.flow.FlowJob;
import org.springframework.batch.core.job.flow.FlowStep;
import org.springframework.batch.core.partition.PartitionStep;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.util.ReflectionUtils;

/**
 * Reads fields of Spring Batch that have no getters.
 */
final class BatchFields {

	private BatchFields() {
	}

	/**
	 * Reads a field.
	 * @param type the class that declares the field
	 * @param name name of the field
	 * @param target the object, or {@code null} for a static field
	 * @return the value, or {@code null} if this version of Spring Batch has no such
	 * field
	 */
	static @Nullable Object read(Class<?> type, String name, @Nullable Object target) {
		Field field = ReflectionUtils.findField(type, name);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (Class<?> type : List.of(AbstractStep.class, FlowJob.class, FlowStep.class, PartitionStep.class,
					JobSynchronizationManager.class, StepSynchronizationManager.class)) {
				hints.reflection().registerType(type, MemberCategory.ACCESS_DECLARED_FIELDS);
			}
		}

	}

}

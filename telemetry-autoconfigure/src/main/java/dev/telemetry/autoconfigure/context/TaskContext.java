package dev.telemetry.autoconfigure.context;

import java.lang.reflect.Field;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.task.SimpleAsyncTaskExecutorCustomizer;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.autoconfigure.context.ContextTaskDecorator.Origin;
import dev.telemetry.autoconfigure.context.ContextTaskDecorator.Tools;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * Adds the context of the submitting code to the task decorator of an executor. The tasks
 * of a scheduler begin with the root context, because they do not belong to the request
 * that scheduled them. An executor whose decorator cannot be read stays as it is.
 */
final class TaskContext implements ThreadPoolTaskExecutorCustomizer, SimpleAsyncTaskExecutorCustomizer,
		ThreadPoolTaskSchedulerCustomizer, SimpleAsyncTaskSchedulerCustomizer {

	private final Supplier<TracingState> tracing;

	private final Supplier<@Nullable ObservationRegistry> observations;

	private final Supplier<ContextLeaks> leaks;

	private final Supplier<InternalFailures> failures;

	/**
	 * Creates an addition to executors.
	 * @param tracing tells whether there is a context to carry
	 * @param observations supplies the registry in which a task may leave an observation
	 * open, called with the first task, because handlers of observations may depend on
	 * the executor
	 * @param leaks restores contexts if a task leaves a scope open
	 * @param failures receives failures of this project's own code
	 */
	TaskContext(Supplier<TracingState> tracing, Supplier<@Nullable ObservationRegistry> observations,
			Supplier<ContextLeaks> leaks, Supplier<InternalFailures> failures) {
		this.tracing = tracing;
		this.observations = observations;
		this.leaks = leaks;
		this.failures = failures;
	}

	private @Nullable ObservationRegistry registry() {
		try {
			return this.observations.get();
		}
		catch (Throwable ex) {
			this.failures.get().report("looking for what observes", ex);
			return null;
		}
	}

	@Override
	public void customize(ThreadPoolTaskExecutor executor) {
		addTo(executor, ThreadPoolTaskExecutor.class, executor::setTaskDecorator, Origin.SUBMITTER);
	}

	@Override
	public void customize(SimpleAsyncTaskExecutor executor) {
		addTo(executor, SimpleAsyncTaskExecutor.class, executor::setTaskDecorator, Origin.SUBMITTER);
	}

	// A scheduler that removes cancelled tasks cannot find a decorated task.
	@Override
	@SuppressWarnings("deprecation")
	public void customize(ThreadPoolTaskScheduler scheduler) {
		if (!scheduler.isRemoveOnCancelPolicy()) {
			addTo(scheduler, ThreadPoolTaskScheduler.class, scheduler::setTaskDecorator, Origin.ROOT);
		}
	}

	@Override
	public void customize(SimpleAsyncTaskScheduler scheduler) {
		addTo(scheduler, SimpleAsyncTaskScheduler.class, scheduler::setTaskDecorator, Origin.ROOT);
	}

	/**
	 * Makes a pool that Spring Boot has not built restore the state of its threads.
	 */
	void restore(Object bean) {
		if (bean instanceof ThreadPoolTaskExecutor executor) {
			addTo(executor, ThreadPoolTaskExecutor.class, (decorator) -> {
				executor.setTaskDecorator(decorator);
				showRejected(executor.getThreadPoolExecutor());
			}, Origin.THREAD);
		}
		else if (bean instanceof ConcurrentTaskExecutor executor) {
			addTo(executor, ConcurrentTaskExecutor.class, executor::setTaskDecorator, Origin.THREAD);
		}
	}

	// A handler of the application may examine or cancel the submitted task. Those of
	// the JDK do not.
	private static void showRejected(ThreadPoolExecutor pool) {
		RejectedExecutionHandler handler = pool.getRejectedExecutionHandler();
		if (handler.getClass().getClassLoader() != null) {
			pool.setRejectedExecutionHandler(
					(task, rejecting) -> handler.rejectedExecution(ContextTaskDecorator.undecorated(task), rejecting));
		}
	}

	// Only for exactly these classes: a subclass may be a scheduler, or order its queue
	// by properties of the tasks.
	private void addTo(Object executor, Class<?> type, Consumer<TaskDecorator> setter, Origin origin) {
		try {
			if (executor.getClass() == type && this.tracing.get().active()) {
				TaskDecorator present = decorator(executor, type);
				if (!(present instanceof ContextTaskDecorator)) {
					ContextLeaks leaks = this.leaks.get();
					setter.accept(new ContextTaskDecorator(present, origin,
							SingletonSupplier.of(() -> new Tools(registry(), leaks))));
				}
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("carrying the trace to an executor", ex);
		}
	}

	// There is no getter.
	private static @Nullable TaskDecorator decorator(Object executor, Class<?> type) {
		Field field = Objects.requireNonNull(field(type), "no field for the decorator");
		ReflectionUtils.makeAccessible(field);
		return (TaskDecorator) ReflectionUtils.getField(field, executor);
	}

	private static @Nullable Field field(Class<?> executorClass) {
		return ReflectionUtils.findField(executorClass, "taskDecorator", TaskDecorator.class);
	}

	/**
	 * Returns the fields that are read.
	 * @return the fields, without those that Spring has renamed
	 */
	static Stream<Field> fields() {
		return Stream
			.of(ThreadPoolTaskExecutor.class, SimpleAsyncTaskExecutor.class, ThreadPoolTaskScheduler.class,
					ConcurrentTaskExecutor.class)

			.map(TaskContext::field)
			.filter(Objects::nonNull);
	}

}

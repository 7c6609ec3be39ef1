package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.health.InternalFailures;

/**
 * Lets the handlers of schedulers and of {@code @Async} methods see the ids of the run
 * that failed: they log it after it has ended. The handlers stay as they are. Thread
 * safe.
 */
final class FailedRunHandlers {

	private final FailedRuns failedRuns;

	private final Supplier<InternalFailures> failures;

	private final Set<AsyncExecutionAspectSupport> known = ConcurrentHashMap.newKeySet();

	FailedRunHandlers(FailedRuns failedRuns, Supplier<InternalFailures> failures) {
		this.failedRuns = failedRuns;
		this.failures = failures;
	}

	/**
	 * Keeps the ids of a run that failed until a scheduler is done with its task. A
	 * scheduler that removes what is cancelled stays as it is: it cannot find a task that
	 * is decorated.
	 */
	void extend(Object bean) {
		try {
			if (bean instanceof ThreadPoolTaskScheduler scheduler
					&& !scheduler.getScheduledThreadPoolExecutor().getRemoveOnCancelPolicy()) {
				decorate(scheduler, ThreadPoolTaskScheduler.class, scheduler::setTaskDecorator);
			}
			else if (bean instanceof SimpleAsyncTaskScheduler scheduler) {
				decorate(scheduler, SimpleAsyncTaskExecutor.class, scheduler::setTaskDecorator);
			}
			else if (bean instanceof ConcurrentTaskScheduler scheduler) {
				decorate(scheduler, ConcurrentTaskExecutor.class, scheduler::setTaskDecorator);
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("extending a scheduler", ex);
		}
	}

	private void decorate(Object scheduler, Class<?> type, Consumer<TaskDecorator> setter) {
		TaskDecorator present = (TaskDecorator) read(scheduler, decorator(type));
		// Inside of what leaves the thread as it was found; handlers
		// are part of the task.
		setter.accept((task) -> (present != null) ? present.decorate(this.failedRuns.task(task))
				: this.failedRuns.task(task));
	}

	/**
	 * Extends the handler of the advice that makes a proxy asynchronous.
	 */
	void extend(Advised advised) {
		try {
			for (Advisor advisor : advised.getAdvisors()) {
				if (advisor.getAdvice() instanceof AsyncExecutionAspectSupport async && this.known.add(async)) {
					SingletonSupplier<?> present = (SingletonSupplier<?>) read(async, exceptionHandler());
					async.setExceptionHandler(new AsyncHandler(this.failedRuns, Objects.requireNonNull(present)));
				}
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("extending the handler of asynchronous methods", ex);
		}
	}

	// There are no getters.
	private static @Nullable Object read(Object target, @Nullable Field field) {
		Field found = Objects.requireNonNull(field, "no such field");
		ReflectionUtils.makeAccessible(found);
		return ReflectionUtils.getField(found, target);
	}

	@SuppressWarnings("ArgumentSelectionDefectChecker")
	private static @Nullable Field decorator(Class<?> type) {
		return ReflectionUtils.findField(type, "taskDecorator", TaskDecorator.class);
	}

	private static @Nullable Field exceptionHandler() {
		return ReflectionUtils.findField(AsyncExecutionAspectSupport.class, "exceptionHandler",
				SingletonSupplier.class);
	}

	/**
	 * The fields that are read.
	 * @return fields, fewer where Spring has renamed one
	 */
	static Stream<Field> fields() {
		return Stream
			.of(decorator(ThreadPoolTaskScheduler.class), decorator(SimpleAsyncTaskExecutor.class),
					decorator(ConcurrentTaskExecutor.class), exceptionHandler())
			.filter(Objects::nonNull);
	}

	private record AsyncHandler(FailedRuns failedRuns,
			SingletonSupplier<?> present) implements AsyncUncaughtExceptionHandler {

		@Override
		public void handleUncaughtException(Throwable thrown, Method method, @Nullable Object... arguments) {
			if (this.present.obtain() instanceof AsyncUncaughtExceptionHandler handler) {
				try (Scope scope = this.failedRuns.enter(thrown)) {
					handler.handleUncaughtException(thrown, method, arguments);
				}
			}
		}

	}

}

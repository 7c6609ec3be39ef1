package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ErrorHandler;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

import dev.telemetry.health.InternalFailures;

/**
 * Makes the ids of a failed run current for the error handlers of schedulers and of
 * {@code @Async} methods, which log the failure after the run has ended. Scopes that a
 * task leaves open are closed with its end. Thread safe.
 */
final class FailedRunHandlers {

	private static final List<Class<? extends TaskScheduler>> SPRINGS = List.of(ThreadPoolTaskScheduler.class,
			SimpleAsyncTaskScheduler.class, ConcurrentTaskScheduler.class);

	private final FailedRuns failedRuns;

	private final Supplier<InternalFailures> failures;

	private final Set<Object> known = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	FailedRunHandlers(FailedRuns failedRuns, Supplier<InternalFailures> failures) {
		this.failedRuns = failedRuns;
		this.failures = failures;
	}

	/**
	 * Extends a scheduler, so that its own error handler sees the ids. If Spring's
	 * default handler is used, the ids are kept until the scheduler is done with a task.
	 * A scheduler that removes cancelled tasks is not extended for that, because it could
	 * not find a decorated task.
	 */
	void extend(Object bean) {
		try {
			if (target(bean) instanceof TaskScheduler scheduler && this.known.add(scheduler)) {
				extendScheduler(scheduler);
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("extending a scheduler", ex);
		}
	}

	private void extendScheduler(TaskScheduler bean) {
		if (bean instanceof ThreadPoolTaskScheduler scheduler) {
			if (!scheduler.getScheduledThreadPoolExecutor().getRemoveOnCancelPolicy()) {
				decorate(scheduler, ThreadPoolTaskScheduler.class, scheduler::setTaskDecorator);
			}
			extendHandler(scheduler, scheduler::setErrorHandler);
		}
		else if (bean instanceof SimpleAsyncTaskScheduler scheduler) {
			decorate(scheduler, SimpleAsyncTaskExecutor.class, scheduler::setTaskDecorator);
			extendHandler(scheduler, scheduler::setErrorHandler);
		}
		else if (bean instanceof ConcurrentTaskScheduler scheduler) {
			decorate(scheduler, ConcurrentTaskExecutor.class, scheduler::setTaskDecorator);
			extendHandler(scheduler, scheduler::setErrorHandler);
		}
	}

	private void decorate(Object scheduler, Class<?> type, Consumer<TaskDecorator> setter) {
		TaskDecorator present = (TaskDecorator) read(scheduler, decorator(type));
		// Inside of the decorator that restores the thread; handlers are part of
		// the task.
		setter.accept((task) -> (present != null) ? present.decorate(this.failedRuns.task(task))
				: this.failedRuns.task(task));
	}

	private void extendHandler(TaskScheduler scheduler, Consumer<ErrorHandler> setter) {
		ErrorHandler present = (ErrorHandler) read(scheduler, errorHandler(scheduler.getClass()));
		if (present != null && !(present instanceof SchedulerHandler)) {
			setter.accept(new SchedulerHandler(this.failedRuns, present));
		}
	}

	/**
	 * Returns whether a scheduler leaves the errors of its tasks to Spring's default
	 * handler.
	 */
	boolean hasDefaultHandler(TaskScheduler scheduler) {
		try {
			Object target = target(scheduler);
			Field handler = errorHandler(target.getClass());
			return handler != null && read(target, handler) == null;
		}
		catch (Throwable ex) {
			this.failures.get().report("looking for the handler of a scheduler", ex);
			return false;
		}
	}

	/**
	 * Returns whether a scheduler is one of Spring's, which accept any task. Other
	 * schedulers may examine their tasks.
	 */
	static boolean isOfSpring(TaskScheduler scheduler) {
		return SPRINGS.stream().anyMatch((spring) -> spring.isInstance(scheduler));
	}

	// The fields of a proxy are empty.
	private static Object target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (target != null) ? target : bean;
	}

	/**
	 * Returns an error handler that calls another one with the ids of the failed run.
	 */
	ErrorHandler withIds(ErrorHandler handler) {
		return new SchedulerHandler(this.failedRuns, handler);
	}

	/**
	 * Extends the advice that makes a proxy asynchronous.
	 */
	void extend(Advised advised) {
		try {
			Advisor[] advisors = advised.getAdvisors();
			for (int i = advisors.length - 1; i >= 0; i--) {
				if (advisors[i].getAdvice() instanceof AsyncExecutionAspectSupport async) {
					extendHandler(async);
					boolean extended = i + 1 < advisors.length && advisors[i + 1] instanceof TaskScopesAdvisor;
					if (!extended && !advised.isFrozen() && advisors[i] instanceof PointcutAdvisor advisor) {
						advised.addAdvisor(i + 1, new TaskScopesAdvisor(advisor.getPointcut(), this.failedRuns));
					}
				}
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("extending asynchronous methods", ex);
		}
	}

	private void extendHandler(AsyncExecutionAspectSupport async) {
		if (this.known.add(async)) {
			SingletonSupplier<?> present = (SingletonSupplier<?>) read(async, exceptionHandler());
			async.setExceptionHandler(new AsyncHandler(this.failedRuns, Objects.requireNonNull(present)));
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

	// Other schedulers have no such field.
	@SuppressWarnings("ArgumentSelectionDefectChecker")
	private static @Nullable Field errorHandler(Class<?> type) {
		return (SPRINGS.stream().anyMatch((spring) -> spring.isAssignableFrom(type)))
				? ReflectionUtils.findField(type, "errorHandler", ErrorHandler.class) : null;
	}

	private static @Nullable Field exceptionHandler() {
		return ReflectionUtils.findField(AsyncExecutionAspectSupport.class, "exceptionHandler",
				SingletonSupplier.class);
	}

	/**
	 * Returns the fields that are read by reflection.
	 * @return the fields, without those that Spring has renamed
	 */
	static Stream<Field> fields() {
		return Stream.concat(SPRINGS.stream().map(FailedRunHandlers::errorHandler),
				Stream.of(decorator(ThreadPoolTaskScheduler.class), decorator(SimpleAsyncTaskExecutor.class),
						decorator(ConcurrentTaskExecutor.class), exceptionHandler()))
			.filter(Objects::nonNull);
	}

	private record SchedulerHandler(FailedRuns failedRuns, ErrorHandler present) implements ErrorHandler {

		@Override
		public void handleError(Throwable thrown) {
			try (Scope scope = this.failedRuns.enter(thrown)) {
				this.present.handleError(thrown);
			}
		}

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

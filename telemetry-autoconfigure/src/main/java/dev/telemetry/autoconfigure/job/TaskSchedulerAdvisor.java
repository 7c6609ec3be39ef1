package dev.telemetry.autoconfigure.job;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * Prepares the tasks of a scheduler, as the last advice of its proxy: other advice, such
 * as that of ShedLock, needs the original task.
 */
final class TaskSchedulerAdvisor extends NameMatchMethodPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	/**
	 * Name of the method that schedules a task once, and prefix of the names of the
	 * others.
	 */
	static final String ONCE = "schedule";

	/**
	 * Creates an advisor.
	 * @param preparation prepares tasks
	 */
	TaskSchedulerAdvisor(TaskPreparation preparation) {
		super(new Interceptor(preparation));
		setMappedNames(ONCE, "scheduleAtFixedRate", "scheduleWithFixedDelay");
	}

	@SuppressWarnings("NullAway")
	private record Interceptor(TaskPreparation preparation) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			@Nullable Object[] arguments = invocation.getArguments();
			if (arguments.length > 1 && arguments[0] instanceof Runnable task
					&& invocation.getThis() instanceof TaskScheduler scheduler) {
				boolean periodic = !invocation.getMethod().getName().equals(ONCE) || arguments[1] instanceof Trigger;
				arguments[0] = this.preparation.prepare(task, scheduler, periodic);
			}
			return invocation.proceed();
		}

	}

}

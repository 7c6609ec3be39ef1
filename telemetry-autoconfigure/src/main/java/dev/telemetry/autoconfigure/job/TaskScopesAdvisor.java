package dev.telemetry.autoconfigure.job;

import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * Advisor directly inside of the advice that makes a method asynchronous. It runs on the
 * other thread, and restores the state of that thread, whatever the executor is.
 */
final class TaskScopesAdvisor extends DefaultPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an advisor.
	 * @param asynchronous matches asynchronous methods
	 * @param failedRuns restores the state of threads
	 */
	TaskScopesAdvisor(Pointcut asynchronous, FailedRuns failedRuns) {
		super(asynchronous, new Interceptor(failedRuns));
		setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

	@SuppressWarnings("NullAway")
	private record Interceptor(FailedRuns failedRuns) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			try (Scope scope = this.failedRuns.open()) {
				return invocation.proceed();
			}
		}

	}

}

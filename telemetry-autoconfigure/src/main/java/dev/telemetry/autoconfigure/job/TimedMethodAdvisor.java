package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.List;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;

/**
 * Puts what is done around timed methods around them, outside of transactions.
 */
final class TimedMethodAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1_000;

	private final transient TimedMethods methods;

	@SuppressWarnings("NullAway")
	TimedMethodAdvisor(TimedMethods methods) {
		this.methods = methods;
		setClassFilter(methods::has);
		setAdvice((MethodInterceptor) this::invoke);
		setOrder(ORDER);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return !this.methods.of(method, targetClass).isEmpty();
	}

	private @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		List<TimedMethod> timed = this.methods.of(invocation.getMethod(), targetClass);
		return switch (timed.size()) {
			case 0 -> invocation.proceed();
			case 1 -> timed.get(0).invoke(invocation);
			default -> new NestedInvocation(invocation, timed, 0).proceed();
		};
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}

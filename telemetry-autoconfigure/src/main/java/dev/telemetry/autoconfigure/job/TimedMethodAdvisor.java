package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;

/**
 * Runs the timed parts of methods at one place of the chain.
 */
final class TimedMethodAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient TimedMethods methods;

	private final Place place;

	@SuppressWarnings("NullAway")
	TimedMethodAdvisor(TimedMethods methods, Place place, int order) {
		this.methods = methods;
		this.place = place;
		setAdvice((MethodInterceptor) this::invoke);
		setOrder(order);
	}

	Place place() {
		return this.place;
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return !timed(method, targetClass).isEmpty();
	}

	private @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		// The beans of a pool, which are known only now, have proxies of their own.
		if (target instanceof Advised inner && inner.indexOf(this) >= 0) {
			return invocation.proceed();
		}
		List<TimedMethod> timed = timed(invocation.getMethod(), (target != null) ? target.getClass() : null);
		return switch (timed.size()) {
			case 0 -> invocation.proceed();
			case 1 -> timed.get(0).invoke(invocation);
			default -> new NestedInvocation(invocation, timed, 0).proceed();
		};
	}

	// The target of a proxy need not implement the interfaces of the proxy, for instance
	// that of a repository. The target may be another proxy, of several interfaces.
	private List<TimedMethod> timed(Method method, @Nullable Class<?> targetClass) {
		Class<?> declaring = method.getDeclaringClass();
		Class<?> type = (targetClass != null && declaring.isAssignableFrom(targetClass)
				&& !Proxy.isProxyClass(targetClass)) ? targetClass : declaring;
		return this.methods.of(type).at(this.place, method);
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

package dev.telemetry.autoconfigure.job;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method with several timed parts around it.
 *
 * @param invocation the call
 * @param timed the timed parts
 * @param next index of the next part
 */
@SuppressWarnings("NullAway")
record NestedInvocation(MethodInvocation invocation, List<TimedMethod> timed, int next) implements MethodInvocation {

	@Override
	public @Nullable Object proceed() throws Throwable {
		if (this.next == this.timed.size()) {
			return this.invocation.proceed();
		}
		return this.timed.get(this.next).invoke(new NestedInvocation(this.invocation, this.timed, this.next + 1));
	}

	@Override
	public Method getMethod() {
		return this.invocation.getMethod();
	}

	@Override
	public @Nullable Object[] getArguments() {
		return this.invocation.getArguments();
	}

	@Override
	public @Nullable Object getThis() {
		return this.invocation.getThis();
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.invocation.getStaticPart();
	}

}

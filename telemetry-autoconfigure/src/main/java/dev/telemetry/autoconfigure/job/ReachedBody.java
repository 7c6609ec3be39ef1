package dev.telemetry.autoconfigure.job;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Notes that the body of a method was reached. Advice between a job and its body, such as
 * a lock, may return without calling the body; the run was skipped then.
 */
final class ReachedBody implements TimedMethod {

	static final ReachedBody INSTANCE = new ReachedBody();

	/** The mark of a call that counts as one that reached its body. */
	static final Mark REACHED = new Mark(true);

	private static final String ATTRIBUTE = ReachedBody.class.getName();

	private ReachedBody() {
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (invocation instanceof ProxyMethodInvocation proxied
				&& proxied.getUserAttribute(ATTRIBUTE) instanceof Mark mark) {
			mark.reached = true;
		}
		return invocation.proceed();
	}

	@Override
	public Place place() {
		return Place.BODY;
	}

	@Override
	public boolean justifiesProxy() {
		return false;
	}

	/**
	 * Expects the body of a call.
	 * @return the mark that tells whether the body was reached
	 */
	static Mark expect(MethodInvocation invocation) {
		MethodInvocation outermost = (invocation instanceof NestedInvocation nested) ? nested.invocation() : invocation;
		if (outermost instanceof ProxyMethodInvocation proxied) {
			Mark mark = new Mark(false);
			proxied.setUserAttribute(ATTRIBUTE, mark);
			return mark;
		}
		return REACHED;
	}

	/**
	 * Whether the body of one call was reached.
	 */
	static final class Mark {

		private volatile boolean reached;

		private Mark(boolean reached) {
			this.reached = reached;
		}

		boolean isReached() {
			return this.reached;
		}

	}

}

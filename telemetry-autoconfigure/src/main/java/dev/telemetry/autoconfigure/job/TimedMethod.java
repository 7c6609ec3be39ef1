package dev.telemetry.autoconfigure.job;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What is done around the calls of one method. Thread safe. Throws what the method
 * throws, and nothing else.
 */
interface TimedMethod {

	/**
	 * Calls the method.
	 * @param invocation the call
	 * @return what the method returns
	 * @throws Throwable what the method throws
	 */
	@Nullable Object invoke(MethodInvocation invocation) throws Throwable;

	/**
	 * Returns where it is among what else is done around the method.
	 * @return the place
	 */
	Place place();

	/**
	 * Returns whether a bean gets a proxy for it, if it has none yet.
	 * @return whether it does
	 */
	boolean justifiesProxy();

}

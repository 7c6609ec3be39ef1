package dev.telemetry.autoconfigure.job;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A part of the advice around the calls of one method. Thread safe. Throws only
 * exceptions that the method throws.
 */
interface TimedMethod {

	/**
	 * Calls the method.
	 * @param invocation the call
	 * @return the result of the method
	 * @throws Throwable if the method throws
	 */
	@Nullable Object invoke(MethodInvocation invocation) throws Throwable;

	/**
	 * Returns the place of this part in the chain of advice.
	 * @return the place
	 */
	Place place();

	/**
	 * Returns whether a bean gets a proxy for this part if it has none.
	 * @return whether a proxy is justified
	 */
	boolean justifiesProxy();

}

package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.CompletionCause;

/**
 * Measures each call of a method according to annotations of Micrometer. If the method
 * returns a stage, the call ends when the stage completes.
 */
final class MicrometerMethod implements TimedMethod {

	/** Value of the tag for an exception if there is none. */
	static final String NO_EXCEPTION = "none";

	/**
	 * Maximum depth of nested calls of a method that are measured, if a gauge counts
	 * them. A method that calls itself until the stack is used up would have no room to
	 * end more.
	 */
	private static final int MAX_DEPTH = 32;

	private final Meters meters;

	private final boolean justifiesProxy;

	// Not static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final @Nullable ThreadLocal<int[]> depth;

	private final Supplier<InternalFailures> failures;

	/**
	 * Creates a method.
	 * @param meters measure the method
	 * @param gauge whether a gauge counts the calls that are running
	 * @param justifiesProxy whether a bean gets a proxy for the method
	 * @param failures receives failures of this project's own code
	 */
	MicrometerMethod(Meters meters, boolean gauge, boolean justifiesProxy, Supplier<InternalFailures> failures) {
		this.meters = meters;
		this.depth = (gauge) ? ThreadLocal.withInitial(() -> new int[1]) : null;
		this.justifiesProxy = justifiesProxy;
		this.failures = failures;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (this.depth == null) {
			return measure(invocation);
		}
		int[] depth = this.depth.get();
		if (depth[0] >= MAX_DEPTH) {
			return invocation.proceed();
		}
		depth[0]++;
		try {
			return measure(invocation);
		}
		finally {
			depth[0]--;
		}
	}

	private @Nullable Object measure(MethodInvocation invocation) throws Throwable {
		Running running = start();
		try {
			Object result = invocation.proceed();
			if (result instanceof CompletionStage<?> stage) {
				stopWith(stage, running, invocation);
			}
			else {
				stop(running, invocation, result, null);
			}
			return result;
		}
		catch (Throwable ex) {
			stop(running, invocation, null, ex);
			throw ex;
		}
	}

	@Override
	public Place place() {
		return Place.JOB;
	}

	@Override
	public boolean justifiesProxy() {
		return this.justifiesProxy;
	}

	private void stopWith(CompletionStage<?> stage, Running running, MethodInvocation invocation) {
		try {
			stage.whenComplete((value, ex) -> stop(running, invocation, value, ex));
		}
		catch (Throwable ex) {
			this.failures.get().report("following an asynchronous method", ex);
			stop(running, invocation, null, null);
		}
	}

	private Running start() {
		try {
			return this.meters.start();
		}
		catch (Throwable ex) {
			this.failures.get().report("starting the timer of a method", ex);
			return (invocation, result, exception) -> {
			};
		}
	}

	private void stop(Running running, MethodInvocation invocation, @Nullable Object result,
			@Nullable Throwable thrown) {
		try {
			Throwable cause = CompletionCause.of(thrown);
			running.stop(invocation, result, (cause != null) ? cause.getClass().getSimpleName() : NO_EXCEPTION);
		}
		catch (Throwable ex) {
			this.failures.get().report("measuring a method", ex);
		}
	}

	/**
	 * The meters of a method.
	 */
	interface Meters {

		/**
		 * Starts to measure a call.
		 * @return the running call, to be stopped
		 */
		Running start();

	}

	/**
	 * A call that is measured.
	 */
	interface Running {

		/**
		 * Ends the call.
		 * @param invocation the call
		 * @param result what the method returned, or {@code null} if it threw
		 * @param exception value of the tag for an exception
		 */
		void stop(MethodInvocation invocation, @Nullable Object result, String exception);

	}

}

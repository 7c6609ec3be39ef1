package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.CompletionCause;

/**
 * Measures each call of a method as annotations of Micrometer say, to the end of a stage
 * that it returns.
 */
final class MicrometerMethod implements TimedMethod {

	/** Value of the tag for an exception, where there is none. */
	static final String NO_EXCEPTION = "none";

	private final Meters meters;

	private final boolean justifiesProxy;

	private final Supplier<InternalFailures> failures;

	MicrometerMethod(Meters meters, boolean justifiesProxy, Supplier<InternalFailures> failures) {
		this.meters = meters;
		this.justifiesProxy = justifiesProxy;
		this.failures = failures;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
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
		 * @return what measures its end
		 */
		Running start();

	}

	/**
	 * A call that is measured.
	 */
	interface Running {

		/**
		 * Ends it.
		 * @param invocation the call
		 * @param result what the method returned, or {@code null} if it threw
		 * @param exception value of the tag for an exception
		 */
		void stop(MethodInvocation invocation, @Nullable Object result, String exception);

	}

}

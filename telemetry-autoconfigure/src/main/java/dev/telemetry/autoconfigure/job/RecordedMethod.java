package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;

/**
 * Records each call of a method as an operation.
 */
@SuppressWarnings("NullAway")
final class RecordedMethod implements TimedMethod {

	private final Supplier<Operation> source;

	private final boolean job;

	private final boolean asynchronous;

	private final Supplier<InternalFailures> failures;

	private volatile @Nullable Operation operation;

	/**
	 * Creates a method.
	 * @param source supplies the operation, once it can
	 * @param job whether it is a job, and not a call
	 * @param asynchronous whether the method may return before its work is done
	 * @param failures where our own failures end
	 */
	RecordedMethod(Supplier<Operation> source, boolean job, boolean asynchronous, Supplier<InternalFailures> failures) {
		this.source = source;
		this.job = job;
		this.asynchronous = asynchronous;
		this.failures = failures;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Operation operation = operation();
		if (operation == null) {
			return invocation.proceed();
		}
		if (this.asynchronous) {
			return invokeAsynchronous(operation, invocation);
		}
		Operation.Call<@Nullable Object, Throwable> work = (recording) -> invocation.proceed();
		return operation.call(work);
	}

	// What it returns need not be what it is declared to return.
	private static @Nullable Object invokeAsynchronous(Operation operation, MethodInvocation invocation)
			throws Throwable {
		@Nullable Object[] result = new @Nullable Object[1];
		Operation.Call<@Nullable CompletionStage<?>, Throwable> work = (recording) -> {
			result[0] = invocation.proceed();
			return (result[0] instanceof CompletionStage<?> stage) ? stage : null;
		};
		operation.callAsync(work);
		return result[0];
	}

	boolean isJob() {
		return this.job;
	}

	/**
	 * Lets it be known before it is called for the first time.
	 */
	void prepare() {
		operation();
	}

	// The recorder may still be in the making, when beans call each other at start.
	private @Nullable Operation operation() {
		Operation operation = this.operation;
		if (operation == null) {
			try {
				operation = this.source.get();
				this.operation = operation;
			}
			catch (Throwable ex) {
				this.failures.get().report("looking for the recorder", ex);
			}
		}
		return operation;
	}

}

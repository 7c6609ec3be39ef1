package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.record.InternalFailures;
import dev.telemetry.record.Operation;

/**
 * Records each call of a method as an operation.
 */
final class RecordedMethod implements TimedMethod {

	private final Supplier<Operation> source;

	private final boolean asynchronous;

	private final Supplier<InternalFailures> failures;

	private volatile @Nullable Operation operation;

	/**
	 * Creates a method.
	 * @param source supplies the operation, once it can
	 * @param asynchronous whether the method returns before its work is done
	 * @param failures where our own failures end
	 */
	RecordedMethod(Supplier<Operation> source, boolean asynchronous, Supplier<InternalFailures> failures) {
		this.source = source;
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
			Operation.Call<@Nullable CompletionStage<?>, Throwable> work = (
					recording) -> (CompletionStage<?>) invocation.proceed();
			return operation.callAsync(work);
		}
		Operation.Call<@Nullable Object, Throwable> work = (recording) -> invocation.proceed();
		return operation.call(work);
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

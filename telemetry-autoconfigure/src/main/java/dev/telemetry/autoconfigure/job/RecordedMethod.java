package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records each call of a method as an operation. Work that goes on after the method has
 * returned, as a stage or a publisher, is recorded to its end.
 */
@SuppressWarnings("NullAway")
final class RecordedMethod implements TimedMethod {

	/** Why a run was skipped that a lock or the like kept from its method. */
	static final String NOT_REACHED = "not_reached";

	private final RecordedKind kind;

	private final MethodResult result;

	private final Supplier<Operation> source;

	private final FailedRuns failedRuns;

	private final ScheduledRuns runs;

	private final Supplier<InternalFailures> failures;

	private volatile @Nullable Operation operation;

	/**
	 * Creates a method.
	 * @param kind what it is, and how that is known
	 * @param result what becomes of its work when it returns
	 * @param source supplies the operation, once it can
	 * @param failedRuns remembers the ids of runs that failed
	 * @param runs settles who records what the scheduler runs
	 * @param failures where our own failures end
	 */
	RecordedMethod(RecordedKind kind, MethodResult result, Supplier<Operation> source, FailedRuns failedRuns,
			ScheduledRuns runs, Supplier<InternalFailures> failures) {
		this.kind = kind;
		this.result = result;
		this.source = source;
		this.failedRuns = failedRuns;
		this.runs = runs;
		this.failures = failures;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Operation operation = operation();
		if (operation == null || !canBeRecorded()) {
			return invocation.proceed();
		}
		if (this.result == MethodResult.PUBLISHER) {
			return invokeDeferred(operation, invocation);
		}
		ScheduledRuns.Run observed = observed(invocation.getMethod());
		if (observed != null) {
			return proceed(invocation, observed);
		}
		try {
			return (this.result == MethodResult.STAGE) ? invokeAsynchronous(operation, invocation)
					: operation.call((recording) -> proceed(invocation, recording));
		}
		catch (Throwable ex) {
			this.failedRuns.stay(ex);
			throw ex;
		}
	}

	private ScheduledRuns.@Nullable Run observed(Method method) {
		return (isJob()) ? this.runs.observed(method) : null;
	}

	private static @Nullable Object proceed(MethodInvocation invocation, ScheduledRuns.Run observed) throws Throwable {
		ReachedBody.Mark body = ReachedBody.expect(invocation);
		Object result = invocation.proceed();
		if (!body.isReached()) {
			observed.skip();
		}
		return result;
	}

	// A run begins with a subscription, unless there is nothing to subscribe to.
	private @Nullable Object invokeDeferred(Operation operation, MethodInvocation invocation) throws Throwable {
		ReachedBody.Mark body = ReachedBody.expect(invocation);
		Object result = publisher(operation, invocation);
		if (result == null && isJob() && !body.isReached()) {
			operation.start().skip(NOT_REACHED);
		}
		Method method = invocation.getMethod();
		return RecordedPublishers.record(result, operation, () -> observed(method) != null, this.failures.get());
	}

	// One that throws instead has no subscription.
	private @Nullable Object publisher(Operation operation, MethodInvocation invocation) throws Throwable {
		long startNanos = System.nanoTime();
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (observed(invocation.getMethod()) == null) {
				Recording recording = operation.startEarlier(Duration.ofNanos(System.nanoTime() - startNanos));
				this.failedRuns.add(ex, recording);
				recording.fail(ex);
			}
			throw ex;
		}
	}

	private @Nullable Object proceed(MethodInvocation invocation, Recording recording) throws Throwable {
		try {
			if (!isJob()) {
				return invocation.proceed();
			}
			ReachedBody.Mark body = ReachedBody.expect(invocation);
			Object result = invocation.proceed();
			skipUnless(body, result, recording);
			return result;
		}
		catch (Throwable ex) {
			this.failedRuns.add(ex, recording);
			throw ex;
		}
	}

	private static void skipUnless(ReachedBody.Mark body, @Nullable Object result, Recording recording) {
		if (!body.isReached() && !(result instanceof CompletionStage<?>)) {
			recording.skip(NOT_REACHED);
		}
	}

	// What it returns need not be what it is declared to return.
	private @Nullable Object invokeAsynchronous(Operation operation, MethodInvocation invocation) throws Throwable {
		@Nullable Object[] result = new @Nullable Object[1];
		Operation.Call<@Nullable CompletionStage<?>, Throwable> work = (recording) -> {
			result[0] = proceed(invocation, recording);
			return (result[0] instanceof CompletionStage<?> stage) ? stage : null;
		};
		operation.callAsync(work);
		return result[0];
	}

	@Override
	public Place place() {
		return (isJob()) ? Place.JOB : Place.CALL;
	}

	@Override
	public boolean justifiesProxy() {
		return this.kind.isAnnotated() || this.result == MethodResult.STAGE;
	}

	/**
	 * Returns whether its work can be followed to the end.
	 */
	boolean canBeRecorded() {
		return this.result != MethodResult.UNRECORDED;
	}

	boolean isJob() {
		return this.kind.isJob();
	}

	/**
	 * Returns whether it may be known before it is called for the first time. One that
	 * has a schedule and that the scheduler does not run is not late.
	 */
	boolean isExpected() {
		return !this.kind.isDisabled();
	}

	/**
	 * Returns whether its name is that of the class and the method.
	 */
	boolean isNamedByMethod() {
		return this.kind.isNamedByMethod();
	}

	/**
	 * Returns whether the scheduler runs it, and Spring's observation of that records it
	 * where no proxy does, to its end.
	 */
	boolean isObserved() {
		return this.kind.isScheduled() && this.result != MethodResult.STAGE;
	}

	/**
	 * Returns what it is recorded as.
	 * @return the operation, or {@code null} if the recorder is not there yet
	 */
	@Nullable Operation operation() {
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

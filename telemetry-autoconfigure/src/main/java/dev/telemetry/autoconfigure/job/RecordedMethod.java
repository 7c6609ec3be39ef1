package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
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

	/**
	 * Reason of a run that was skipped because a lock, for example, kept it from its
	 * method.
	 */
	static final String NOT_REACHED = "not_reached";

	private final RecordedKind kind;

	private final MethodResult result;

	private final Supplier<Operation> source;

	private final FailedRuns failedRuns;

	private final ScheduledRuns runs;

	private final BooleanSupplier active;

	private final Supplier<InternalFailures> failures;

	private volatile @Nullable Operation operation;

	/**
	 * Creates a method.
	 * @param kind the kind of the method
	 * @param result the state of its work when the method returns
	 * @param source supplies the operation, once the recorder is available
	 * @param failedRuns remembers the ids of failed runs
	 * @param runs decides what records runs of the scheduler
	 * @param active returns {@code false} once the application has begun to end
	 * @param failures receives failures of this project's own code
	 */
	RecordedMethod(RecordedKind kind, MethodResult result, Supplier<Operation> source, FailedRuns failedRuns,
			ScheduledRuns runs, BooleanSupplier active, Supplier<InternalFailures> failures) {
		this.kind = kind;
		this.result = result;
		this.source = source;
		this.failedRuns = failedRuns;
		this.runs = runs;
		this.active = active;
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
					: operation.call((recording) -> proceed(invocation, recording, body(invocation)));
		}
		catch (Throwable ex) {
			this.failedRuns.stay(ex);
			throw ex;
		}
	}

	// Only a job is skipped if its body is not reached.
	private ReachedBody.Mark body(MethodInvocation invocation) {
		return (isJob()) ? ReachedBody.expect(invocation) : ReachedBody.REACHED;
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
		ReachedBody.Mark body = body(invocation);
		Object result = publisher(operation, invocation);
		if (result == null && !body.isReached()) {
			operation.start().skip(NOT_REACHED);
		}
		Method method = invocation.getMethod();
		return RecordedPublishers.record(result, () -> new RecordedSubscription(operation.start(), body, this.active),
				() -> observed(method) != null, this.failures.get());
	}

	// A method that throws returns no publisher to subscribe to.
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

	private @Nullable Object proceed(MethodInvocation invocation, Recording recording, ReachedBody.Mark body)
			throws Throwable {
		try {
			Object result = invocation.proceed();
			if (!body.isReached() && !(result instanceof CompletionStage<?>)) {
				recording.skip(NOT_REACHED);
			}
			return result;
		}
		catch (Throwable ex) {
			this.failedRuns.add(ex, recording);
			throw ex;
		}
	}

	// The result need not have the declared type.
	private @Nullable Object invokeAsynchronous(Operation operation, MethodInvocation invocation) throws Throwable {
		@Nullable Object[] result = new @Nullable Object[1];
		Operation.Call<@Nullable CompletionStage<?>, Throwable> work = (recording) -> {
			ReachedBody.Mark body = body(invocation);
			result[0] = proceed(invocation, recording, body);
			return (result[0] instanceof CompletionStage<?> stage) ? followed(stage, recording, body) : null;
		};
		operation.callAsync(work);
		return result[0];
	}

	// The body may be reached on another thread, before the stage completes.
	private CompletionStage<?> followed(CompletionStage<?> stage, Recording recording, ReachedBody.Mark body) {
		if (body.isReached()) {
			return stage;
		}
		try {
			return stage.whenComplete((value, thrown) -> {
				if (thrown == null && !body.isReached()) {
					recording.skip(NOT_REACHED);
				}
			});
		}
		catch (Throwable ex) {
			this.failures.get().report("following a stage", ex);
			return stage;
		}
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
	 * Returns whether the work of the method can be followed to its end.
	 */
	boolean canBeRecorded() {
		return this.result != MethodResult.UNRECORDED;
	}

	boolean isJob() {
		return this.kind.isJob();
	}

	/**
	 * Returns whether the method may be registered before its first call. A method whose
	 * schedule is switched off is not, so that it never counts as late.
	 */
	boolean isExpected() {
		return !this.kind.isDisabled();
	}

	/**
	 * Returns whether the operation is named after the class and the method.
	 */
	boolean isNamedByMethod() {
		return this.kind.isNamedByMethod();
	}

	/**
	 * Returns whether the scheduler runs the method, and Spring's observation of the run
	 * can record it to its end if no proxy does.
	 */
	boolean isObserved() {
		return this.kind.isScheduled() && this.result != MethodResult.STAGE;
	}

	/**
	 * Returns the operation that the method is recorded as.
	 * @return the operation, or {@code null} if the recorder is not available yet
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

package dev.telemetry.record;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A recording from its start to its end, which there is one of. Nothing in here throws,
 * but for misuse where that is wanted.
 */
final class OpenRecording extends NotedRecording {

	private static final long serialVersionUID = 1L;

	/** What OpenTelemetry calls an error without a type. */
	private static final String OTHER_ERROR = "_OTHER";

	private final transient Context parent;

	private final transient @Nullable Context context;

	private final long startNanos = System.nanoTime();

	private transient @Nullable Scope scope;

	OpenRecording(RecordedOperation operation, RecordingTools tools, Context parent, @Nullable Context context) {
		super(operation, tools, (context != null) ? Span.fromContext(context) : Span.getInvalid());
		this.parent = parent;
		this.context = context;
	}

	static String typeOf(Throwable cause) {
		return cause.getClass().getName();
	}

	void enterUntilClosed() {
		if (this.context != null) {
			this.scope = enter();
		}
	}

	@Override
	public Scope enter() {
		try {
			return (this.context != null) ? tools().scopes().enter(this.context) : Scope.noop();
		}
		catch (Throwable ex) {
			tools().failures().report("making a span current", ex);
			return Scope.noop();
		}
	}

	void leave() {
		Scope scope = this.scope;
		if (scope != null) {
			this.scope = null;
			exit(scope);
		}
	}

	private void exit(Scope scope) {
		try {
			scope.close();
		}
		catch (Throwable ex) {
			tools().failures().report("restoring a context", ex);
		}
	}

	@Override
	public Context context() {
		return (this.context != null) ? this.context : this.parent;
	}

	@Override
	public void succeed() {
		if (!finish(null, null)) {
			reportSecondEnd();
		}
	}

	@Override
	public void fail(@Nullable Throwable cause) {
		if (!finish((cause != null) ? typeOf(cause) : OTHER_ERROR, cause)) {
			reportSecondEnd();
		}
	}

	@Override
	public void fail(@Nullable String errorType) {
		if (!finish((errorType != null) ? errorType : OTHER_ERROR, null)) {
			reportSecondEnd();
		}
	}

	private void reportSecondEnd() {
		tools().misuse().report("'" + operation().name() + "' has ended before");
	}

	@Override
	public void close() {
		try {
			finish(OTHER_ERROR, null);
		}
		finally {
			leave();
		}
	}

	/**
	 * Ends it with a stage.
	 */
	void finishWith(@Nullable CompletionStage<?> stage) {
		if (stage == null) {
			finish(null, null);
			return;
		}
		try {
			stage.whenComplete((result, ex) -> finishWith(ex));
		}
		catch (Throwable ex) {
			tools().failures().report("following an asynchronous operation", ex);
			finish(null, null);
		}
	}

	private void finishWith(@Nullable Throwable thrown) {
		Throwable cause = CompletionCause.of(thrown);
		finish((cause != null) ? typeOf(cause) : null, cause);
	}

	/**
	 * Ends it, once.
	 * @return whether it had not ended before
	 */
	boolean finish(@Nullable String errorType, @Nullable Throwable cause) {
		if (!compareAndSet(false, true)) {
			return false;
		}
		end(System.nanoTime() - this.startNanos, errorType, cause, 0);
		return true;
	}

	/**
	 * Ends what was over before it was recorded.
	 */
	void finishAfter(long nanos, long endEpochNanos, boolean success) {
		set(true);
		end(nanos, (success) ? null : OTHER_ERROR, null, endEpochNanos);
	}

	// Now, or at a time that is not 0.
	private void end(long nanos, @Nullable String errorType, @Nullable Throwable cause, long endEpochNanos) {
		decideAndMeasure(
				new OperationOutcome(operation().kind().spanKind(), operation().name(), nanos, errorType, cause));
		try {
			if (endEpochNanos != 0) {
				span().end(endEpochNanos, TimeUnit.NANOSECONDS);
			}
			else {
				span().end();
			}
		}
		catch (Throwable ex) {
			tools().failures().report("ending a span", ex);
		}
	}

	private void decideAndMeasure(OperationOutcome outcome) {
		try {
			if (span().isRecording() && (!isLocalRoot() || tools().decider().decide(span(), outcome))) {
				write(outcome);
			}
		}
		catch (Throwable ex) {
			tools().failures().report("describing what was recorded", ex);
		}
		try {
			measure(outcome);
		}
		catch (Throwable ex) {
			tools().failures().report("measuring", ex);
		}
	}

	private boolean isLocalRoot() {
		SpanContext parent = Span.fromContext(this.parent).getSpanContext();
		return !parent.isValid() || parent.isRemote();
	}

	// Within its span, which is what an exemplar points at.
	private void measure(OperationOutcome outcome) {
		boolean success = !outcome.failed();
		if (this.context == null || this.scope != null || OperationMeter.NOOP.equals(operation().meter())) {
			operation().meter().ended(outcome.durationNanos(), success);
			return;
		}
		try (Scope ignored = enter()) {
			operation().meter().ended(outcome.durationNanos(), success);
		}
	}

}

package dev.telemetry.record;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * The recording that code sees of its run, and that the context carries. No method
 * throws, except for misuse if the settings ask for that.
 */
final class OpenRecording implements Recording {

	private static final ContextKey<OpenRecording> CURRENT = ContextKey.named("dev.telemetry.recording");

	private static final String UNKNOWN_REASON = "unknown";

	private static final String RECORDING = "a recording";

	private final RecordedRun run;

	private @Nullable Scope scope;

	/** The context from before, if the stack was used up when it had to be restored. */
	volatile @Nullable Context neverRestored;

	OpenRecording(RecordedRun run) {
		this.run = run;
	}

	/**
	 * Returns the innermost recording of a context.
	 */
	static @Nullable OpenRecording of(Context context) {
		return context.get(CURRENT);
	}

	/**
	 * Returns the context that new work on this thread begins with. It is the current
	 * one, unless that belongs to a recording that has ended and was never left, or to a
	 * span that ended in an earlier task of the thread. In these cases, the context from
	 * before is restored.
	 */
	static Context enter(ContextLeaks leaks) {
		leaks.begin(RECORDING);
		Context current = RecordingScope.current(leaks);
		OpenRecording innermost = of(current);
		Context before = (innermost != null) ? innermost.neverRestored : null;
		while (innermost != null && before != null) {
			leaks.restore(before, innermost.label());
			innermost.neverRestored = null;
			current = before;
			innermost = of(current);
			before = (innermost != null) ? innermost.neverRestored : null;
		}
		return current;
	}

	static String typeOf(Throwable cause) {
		return cause.getClass().getName();
	}

	RecordedRun run() {
		return this.run;
	}

	/**
	 * Begins the run.
	 * @param elapsedNanos how long ago the run began, in nanoseconds, 0 for now
	 */
	void begin(long elapsedNanos) {
		try {
			OpenRecording enclosing = of(this.run.context());
			this.run.begin(elapsedNanos, (enclosing != null) ? enclosing.run : null);
			this.run.carry(CURRENT, this);
			tools().customizations().apply(this);
		}
		catch (Throwable ex) {
			// The caller gets the recording and ends what has begun of it.
			tools().failures().report("beginning '" + label() + "'", ex);
		}
	}

	/**
	 * Makes the recording current until {@link #leave(Context)}.
	 */
	void makeCurrent() {
		this.scope = tools().enter(this.run.context());
	}

	/**
	 * Makes the context from before current again, even if other scopes were left open
	 * meanwhile.
	 */
	void leave(Context before) {
		Scope scope = this.scope;
		this.scope = null;
		if (scope != null) {
			try {
				scope.close();
			}
			catch (Throwable ex) {
				tools().failures().report("restoring a context", ex);
			}
		}
		tools().leaks().restore(before, label());
	}

	/**
	 * Makes the recording current until {@link #close()}.
	 */
	void makeCurrentUntilClosed() {
		this.scope = enter();
	}

	@Override
	public Scope enter() {
		try {
			return new RecordingScope(this.run, label(), this.run.context(), tools());
		}
		catch (Throwable ex) {
			tools().failures().report("making a span current", ex);
			return Scope.noop();
		}
	}

	private RecordingTools tools() {
		return this.run.tools();
	}

	private String label() {
		return this.run.operation().label();
	}

	@Override
	public Context context() {
		return this.run.context();
	}

	@Override
	public @Nullable String traceId() {
		SpanContext ids = this.run.span().getSpanContext();
		return (ids.isValid()) ? ids.getTraceId() : null;
	}

	@Override
	public @Nullable String spanId() {
		SpanContext ids = this.run.span().getSpanContext();
		return (ids.isValid()) ? ids.getSpanId() : null;
	}

	@Override
	public Recording attribute(String key, @Nullable String value) {
		if (accepts("key", key) && value != null) {
			tools().spans().attribute(this.run.span(), AttributeKey.stringKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, long value) {
		if (accepts("key", key)) {
			tools().spans().attribute(this.run.span(), AttributeKey.longKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, double value) {
		if (accepts("key", key)) {
			tools().spans().attribute(this.run.span(), AttributeKey.doubleKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, boolean value) {
		if (accepts("key", key)) {
			tools().spans().attribute(this.run.span(), AttributeKey.booleanKey(key), value);
		}
		return this;
	}

	private boolean accepts(String what, @Nullable String name) {
		return isOpen() && tools().misuse().accepts(what, name);
	}

	private boolean isOpen() {
		if (!this.run.isOver()) {
			return true;
		}
		if (!this.run.isShutDown()) {
			tools().misuse().report("'" + label() + "' is over, nothing more can be recorded for it");
		}
		return false;
	}

	@Override
	public Recording event(String name) {
		return event(name, Map.of());
	}

	@Override
	public Recording event(String name, Map<String, ?> attributes) {
		if (accepts("name", name)) {
			tools().spans().event(this.run.span(), name, attributes);
		}
		return this;
	}

	@Override
	public Recording exception(@Nullable Throwable exception) {
		if (accepts("exception", (exception != null) ? typeOf(exception) : null) && exception != null) {
			tools().spans().exception(this.run.span(), exception);
		}
		return this;
	}

	@Override
	public Recording describe(Consumer<? super Span> description) {
		if (!this.run.mayEndAgain(isCurrent()) && isOpen()) {
			this.run.notes().describe(description);
		}
		return this;
	}

	@Override
	public Recording measure(String name, double value) {
		if (!accepts("name", name)) {
			return this;
		}
		if (!Double.isFinite(value)) {
			tools().misuse().report("'" + name + "' must be a finite number, not " + value);
		}
		else if (this.run.span().isRecording() && !this.run.notes().measure(name, value)) {
			tools().misuse().report("'" + name + "' is one statistic too many");
		}
		return this;
	}

	@Override
	public Recording progress(long done, long expected) {
		if (done < 0 || expected < 0) {
			tools().misuse().report("The progress of '" + label() + "' must not be below zero");
		}
		else if (isOpen() && this.run.isJob()) {
			this.run.notes().progress(new JobProgress(done, expected));
			try {
				this.run.operation().meter().progressed();
			}
			catch (Throwable ex) {
				tools().failures().report("measuring", ex);
			}
		}
		return this;
	}

	@Override
	public void succeed() {
		once(this.run.succeeded(isCurrent()));
	}

	@Override
	public void fail(@Nullable Throwable cause) {
		once(this.run.failed((cause != null) ? typeOf(cause) : RecordedRun.OTHER_ERROR, cause, isCurrent()));
	}

	@Override
	public void fail(@Nullable String errorType) {
		once(this.run.failed((errorType != null) ? errorType : RecordedRun.OTHER_ERROR, null, isCurrent()));
	}

	@Override
	public void skip(@Nullable String reason) {
		once(this.run.skipped((reason != null && !reason.isBlank()) ? reason : UNKNOWN_REASON));
	}

	private void once(boolean ended) {
		if (!ended && !this.run.mayEndAgain(isCurrent())) {
			tools().misuse().report("'" + label() + "' has ended before");
		}
	}

	// True for calls from the recorded code itself; the code that runs it ends the
	// recording outside of its scope.
	@SuppressWarnings("ReferenceEquality")
	private boolean isCurrent() {
		return of(Context.current()) == this;
	}

	@Override
	public void close() {
		try {
			this.run.failed(RecordedRun.OTHER_ERROR, null);
		}
		finally {
			Scope scope = this.scope;
			if (scope != null) {
				scope.close();
			}
		}
	}

	/**
	 * Ends the run when a stage completes.
	 */
	void endWith(@Nullable CompletionStage<?> stage) {
		if (stage == null) {
			this.run.succeeded();
			return;
		}
		try {
			stage.whenComplete((result, ex) -> endWith(ex));
		}
		catch (Throwable ex) {
			tools().failures().report("following an asynchronous operation", ex);
			this.run.succeeded();
		}
	}

	private void endWith(@Nullable Throwable thrown) {
		Throwable cause = CompletionCause.of(thrown);
		if (cause != null) {
			this.run.failed(typeOf(cause), cause);
		}
		else {
			this.run.succeeded();
		}
	}

}

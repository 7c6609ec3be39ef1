package dev.telemetry.record;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A recording that goes on. Being an {@link AtomicBoolean} lets it end once without
 * another object. Nothing in here throws, but for misuse where that is wanted.
 */
final class OpenRecording extends AtomicBoolean implements Recording {

	private static final long serialVersionUID = 1L;

	/** What OpenTelemetry calls an error without a type. */
	private static final String OTHER_ERROR = "_OTHER";

	private final transient RecordedOperation operation;

	private final transient RecordingTools tools;

	private final transient Context parent;

	private final transient @Nullable Context context;

	private final transient Span span;

	private final long startNanos = System.nanoTime();

	private transient @Nullable Scope scope;

	private transient volatile @Nullable Statistics statistics;

	private transient volatile @Nullable Consumer<? super Span> description;

	OpenRecording(RecordedOperation operation, RecordingTools tools, Context parent, @Nullable Context context) {
		this.operation = operation;
		this.tools = tools;
		this.parent = parent;
		this.context = context;
		this.span = (context != null) ? Span.fromContext(context) : Span.getInvalid();
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
			return (this.context != null) ? this.tools.scopes().enter(this.context) : Scope.noop();
		}
		catch (Throwable ex) {
			this.tools.failures().report("making a span current", ex);
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
			this.tools.failures().report("restoring a context", ex);
		}
	}

	@Override
	public Recording attribute(String key, @Nullable String value) {
		if (isUsed("key", key) && value != null) {
			set(() -> this.span.setAttribute(key, value));
		}
		return this;
	}

	@Override
	public Recording attribute(String key, long value) {
		if (isUsed("key", key)) {
			set(() -> this.span.setAttribute(key, value));
		}
		return this;
	}

	@Override
	public Recording attribute(String key, double value) {
		if (isUsed("key", key)) {
			set(() -> this.span.setAttribute(key, value));
		}
		return this;
	}

	@Override
	public Recording attribute(String key, boolean value) {
		if (isUsed("key", key)) {
			set(() -> this.span.setAttribute(key, value));
		}
		return this;
	}

	// Its text may be made by the application, and the span may be another one than ours.
	private void set(Runnable write) {
		if (!this.span.isRecording()) {
			return;
		}
		try {
			write.run();
		}
		catch (Throwable ex) {
			this.tools.failures().report("describing what is recorded", ex);
		}
	}

	private boolean isUsed(String what, @Nullable String name) {
		if (get()) {
			this.tools.misuse().report("'" + this.operation.name() + "' is over, nothing more can be recorded for it");
			return false;
		}
		return this.tools.misuse().accepts(what, name);
	}

	@Override
	public Recording describe(Consumer<? super Span> description) {
		this.description = description;
		return this;
	}

	@Override
	public Recording event(String name) {
		if (isUsed("name", name)) {
			set(() -> this.span.addEvent(name));
		}
		return this;
	}

	@Override
	public Recording event(String name, Map<String, ?> attributes) {
		if (isUsed("name", name) && this.span.isRecording()) {
			try {
				this.span.addEvent(name, EventAttributes.of(attributes));
			}
			catch (Throwable ex) {
				this.tools.failures().report("adding an event", ex);
			}
		}
		return this;
	}

	@Override
	public Recording measure(String name, double value) {
		if (!isUsed("name", name)) {
			return this;
		}
		if (!Double.isFinite(value)) {
			this.tools.misuse().report("'" + name + "' must be a finite number, not " + value);
		}
		else if (this.span.isRecording() && !statistics().add(name, value)) {
			this.tools.misuse().report("'" + name + "' is one statistic too many");
		}
		return this;
	}

	private Statistics statistics() {
		Statistics statistics = this.statistics;
		if (statistics == null) {
			synchronized (this.operation) {
				statistics = this.statistics;
				if (statistics == null) {
					statistics = new Statistics();
					this.statistics = statistics;
				}
			}
		}
		return statistics;
	}

	@Override
	public Recording exception(@Nullable Throwable exception) {
		if (isUsed("exception", (exception != null) ? typeOf(exception) : null) && exception != null) {
			set(() -> this.span.recordException(exception));
		}
		return this;
	}

	@Override
	public @Nullable String traceId() {
		SpanContext ids = this.span.getSpanContext();
		return (ids.isValid()) ? ids.getTraceId() : null;
	}

	@Override
	public @Nullable String spanId() {
		SpanContext ids = this.span.getSpanContext();
		return (ids.isValid()) ? ids.getSpanId() : null;
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
		this.tools.misuse().report("'" + this.operation.name() + "' has ended before");
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
			this.tools.failures().report("following an asynchronous operation", ex);
			finish(null, null);
		}
	}

	private void finishWith(@Nullable Throwable thrown) {
		Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
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
		long nanos = System.nanoTime() - this.startNanos;
		decideAndMeasure(
				new OperationOutcome(this.operation.kind().spanKind(), this.operation.name(), nanos, errorType, cause));
		try {
			this.span.end();
		}
		catch (Throwable ex) {
			this.tools.failures().report("ending a span", ex);
		}
		return true;
	}

	/**
	 * Ends what was over before it was recorded.
	 */
	void finishAfter(long nanos, long endEpochNanos, boolean success) {
		set(true);
		decideAndMeasure(new OperationOutcome(this.operation.kind().spanKind(), this.operation.name(), nanos,
				(success) ? null : OTHER_ERROR, null));
		try {
			this.span.end(endEpochNanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			this.tools.failures().report("ending a span", ex);
		}
	}

	private void decideAndMeasure(OperationOutcome outcome) {
		try {
			if (this.span.isRecording() && (!isLocalRoot() || this.tools.decider().decide(this.span, outcome))) {
				OperationAttributes.write(this.span, this.operation, outcome, this.statistics, this.description);
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("describing what was recorded", ex);
		}
		try {
			measure(outcome);
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
	}

	private boolean isLocalRoot() {
		SpanContext parent = Span.fromContext(this.parent).getSpanContext();
		return !parent.isValid() || parent.isRemote();
	}

	// Within its span, which is what an exemplar points at.
	private void measure(OperationOutcome outcome) {
		boolean success = !outcome.failed();
		if (this.context == null || this.scope != null || OperationMeter.NOOP.equals(this.operation.meter())) {
			this.operation.meter().ended(outcome.durationNanos(), success);
			return;
		}
		try (Scope ignored = enter()) {
			this.operation.meter().ended(outcome.durationNanos(), success);
		}
	}

}

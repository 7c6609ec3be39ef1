package dev.telemetry.record;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * A recording from its start to its end, which there is one of. Nothing in here throws,
 * but for misuse where that is wanted.
 */
final class OpenRecording implements Recording, TrackedRecording {

	/** What OpenTelemetry calls an error without a type. */
	private static final String OTHER_ERROR = "_OTHER";

	/** What was cut off by the end of the application. */
	private static final String SHUTDOWN = "shutdown";

	private static final String UNKNOWN_REASON = "unknown";

	private static final ContextKey<OpenRecording> CURRENT = ContextKey.named("dev.telemetry.recording");

	private static final AtomicIntegerFieldUpdater<OpenRecording> STATE = AtomicIntegerFieldUpdater
		.newUpdater(OpenRecording.class, "state");

	private static final int OPEN = 0;

	private static final int ENDED = 1;

	/** Its end could not be completed: the stack or the heap was used up. */
	static final int INTERRUPTED = 2;

	/** Ended with the application; its code may still run. */
	private static final int SHUT_DOWN = 3;

	private final NamedOperation operation;

	private final RecordingTools tools;

	// Kept here as well, to be reached without a method call.
	private final OpenRecordings open;

	private final short depth;

	private final long startNanos = System.nanoTime();

	private long startEpochNanos;

	private Span span = Span.getInvalid();

	// Its parent's until it begins, which is not kept: contexts that are carried from one
	// recording to the next would never be released.
	private Context context;

	private boolean localRoot;

	private short slot = OpenRecordings.UNTRACKED;

	private boolean running;

	private boolean described;

	private boolean measured;

	private boolean spanEnded;

	private @Nullable Scope scope;

	/** The context before, where there was no stack left to restore it. */
	volatile @Nullable Context neverRestored;

	volatile int state;

	private volatile @Nullable RecordingNotes notes;

	/**
	 * Creates a recording that has not begun.
	 * @param operation what is recorded
	 * @param tools what it needs
	 * @param parent the context it is below
	 * @param depth how many open recordings it is within
	 */
	OpenRecording(NamedOperation operation, RecordingTools tools, Context parent, int depth) {
		this.operation = operation;
		this.tools = tools;
		this.open = tools.open();
		this.context = parent;
		this.depth = (short) depth;
	}

	/**
	 * The innermost recording of a context.
	 */
	static @Nullable OpenRecording of(Context context) {
		return context.get(CURRENT);
	}

	/**
	 * The context for work to begin with on this thread: the current one, or the one
	 * before if that belongs to a recording which has ended and was never left.
	 */
	static Context enter(ContextLeaks leaks) {
		Context current = RecordingScope.current(leaks);
		OpenRecording innermost = of(current);
		Context before = (innermost != null) ? innermost.neverRestored : null;
		while (innermost != null && before != null) {
			leaks.restore(before, innermost.operation.label());
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

	int depth() {
		return this.depth;
	}

	/**
	 * Begins. What it cannot do is left out.
	 * @param startEpochNanos when it began, or 0 for now
	 */
	void begin(long startEpochNanos) {
		Context parent = this.context;
		this.slot = this.open.add(this);
		this.startEpochNanos = (startEpochNanos != 0) ? startEpochNanos : epochNanos(of(parent));
		startSpan(parent);
		this.context = this.context.with(CURRENT, this);
		try {
			this.operation.meter().started();
			this.running = true;
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
	}

	// As the SDK has it: spans of a trace share one reading of the wall clock, so that a
	// clock that is set meanwhile does not tear them apart.
	private long epochNanos(@Nullable OpenRecording enclosing) {
		return (enclosing != null) ? enclosing.startEpochNanos + (this.startNanos - enclosing.startNanos)
				: SpanStart.epochNanos();
	}

	private void startSpan(Context parent) {
		try {
			SpanContext above = Span.fromContext(parent).getSpanContext();
			this.localRoot = !above.isValid() || above.isRemote();
			Tracer tracer = this.tools.tracer();
			if (tracer != null) {
				this.span = SpanStart.start(tracer, this.operation, parent, this.startEpochNanos);
				this.context = parent.with(this.span);
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("starting a span", ex);
		}
	}

	/**
	 * Makes it current until {@link #leave(Context)}.
	 */
	void makeCurrent() {
		this.scope = entered();
	}

	private Scope entered() {
		try {
			return this.tools.scopes().enter(this.context);
		}
		catch (Throwable ex) {
			this.tools.failures().report("making a span current", ex);
			return Scope.noop();
		}
	}

	/**
	 * Makes the context before current again, whatever was left open meanwhile.
	 */
	void leave(Context before) {
		closeScope();
		this.tools.leaks().restore(before, this.operation.label());
	}

	private void closeScope() {
		Scope scope = this.scope;
		this.scope = null;
		if (scope != null) {
			try {
				scope.close();
			}
			catch (Throwable ex) {
				this.tools.failures().report("restoring a context", ex);
			}
		}
	}

	/**
	 * Makes it current until {@link #close()}.
	 */
	void makeCurrentUntilClosed() {
		this.scope = enter();
	}

	@Override
	public Scope enter() {
		try {
			return new RecordingScope(this, this.operation.label(), this.context, this.tools);
		}
		catch (Throwable ex) {
			this.tools.failures().report("making a span current", ex);
			return Scope.noop();
		}
	}

	@Override
	public Context context() {
		return this.context;
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
	public Recording attribute(String key, @Nullable String value) {
		if (accepts("key", key) && value != null) {
			this.tools.notes().attribute(this.span, AttributeKey.stringKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, long value) {
		if (accepts("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.longKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, double value) {
		if (accepts("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.doubleKey(key), value);
		}
		return this;
	}

	@Override
	public Recording attribute(String key, boolean value) {
		if (accepts("key", key)) {
			this.tools.notes().attribute(this.span, AttributeKey.booleanKey(key), value);
		}
		return this;
	}

	private boolean accepts(String what, @Nullable String name) {
		return isUsable() && this.tools.misuse().accepts(what, name);
	}

	private boolean isUsable() {
		int state = this.state;
		if (state != OPEN && state != SHUT_DOWN) {
			this.tools.misuse().report("'" + this.operation.label() + "' is over, nothing more can be recorded for it");
		}
		return state == OPEN;
	}

	@Override
	public Recording event(String name) {
		return event(name, Map.of());
	}

	@Override
	public Recording event(String name, Map<String, ?> attributes) {
		if (accepts("name", name)) {
			this.tools.notes().event(this.span, name, attributes);
		}
		return this;
	}

	@Override
	public Recording exception(@Nullable Throwable exception) {
		if (accepts("exception", (exception != null) ? typeOf(exception) : null) && exception != null) {
			this.tools.notes().exception(this.span, exception);
		}
		return this;
	}

	@Override
	public Recording describe(Consumer<? super Span> description) {
		if (isUsable()) {
			notes().describe(description);
		}
		return this;
	}

	@Override
	public Recording measure(String name, double value) {
		if (!accepts("name", name)) {
			return this;
		}
		if (!Double.isFinite(value)) {
			this.tools.misuse().report("'" + name + "' must be a finite number, not " + value);
		}
		else if (this.span.isRecording() && !notes().measure(name, value)) {
			this.tools.misuse().report("'" + name + "' is one statistic too many");
		}
		return this;
	}

	private RecordingNotes notes() {
		RecordingNotes notes = this.notes;
		if (notes == null) {
			synchronized (this) {
				notes = this.notes;
				if (notes == null) {
					notes = new RecordingNotes();
					this.notes = notes;
				}
			}
		}
		return notes;
	}

	@Override
	public void succeed() {
		if (!finish(null, null, null)) {
			reportSecondEnd();
		}
	}

	@Override
	public void fail(@Nullable Throwable cause) {
		if (!finish((cause != null) ? typeOf(cause) : OTHER_ERROR, cause, null)) {
			reportSecondEnd();
		}
	}

	@Override
	public void fail(@Nullable String errorType) {
		if (!finish((errorType != null) ? errorType : OTHER_ERROR, null, null)) {
			reportSecondEnd();
		}
	}

	@Override
	public void skip(@Nullable String reason) {
		if (!finish(null, null, (reason != null && !reason.isBlank()) ? reason : UNKNOWN_REASON)) {
			reportSecondEnd();
		}
	}

	private void reportSecondEnd() {
		if (this.state != SHUT_DOWN) {
			this.tools.misuse().report("'" + this.operation.label() + "' has ended before");
		}
	}

	@Override
	public void close() {
		try {
			finish(OTHER_ERROR, null, null);
		}
		finally {
			Scope scope = this.scope;
			if (scope != null) {
				scope.close();
			}
		}
	}

	/**
	 * Ends it with a stage.
	 */
	void finishWith(@Nullable CompletionStage<?> stage) {
		if (stage == null) {
			finish(null, null, null);
			return;
		}
		try {
			stage.whenComplete((result, ex) -> finishWith(ex));
		}
		catch (Throwable ex) {
			this.tools.failures().report("following an asynchronous operation", ex);
			finish(null, null, null);
		}
	}

	private void finishWith(@Nullable Throwable thrown) {
		Throwable cause = CompletionCause.of(thrown);
		finish((cause != null) ? typeOf(cause) : null, cause, null);
	}

	/**
	 * Ends it, once.
	 * @return whether it had not ended before
	 */
	boolean finish(@Nullable String errorType, @Nullable Throwable cause, @Nullable String skipReason) {
		return end(OPEN, ENDED, System.nanoTime() - this.startNanos, errorType, cause, skipReason);
	}

	/**
	 * Ends what was over before it was recorded.
	 */
	void finishAfter(long nanos, boolean success) {
		end(OPEN, ENDED, nanos, (success) ? null : OTHER_ERROR, null, null);
	}

	@Override
	public void resumeEnd() {
		end(INTERRUPTED, ENDED, System.nanoTime() - this.startNanos, OTHER_ERROR, null, null);
	}

	@Override
	public void endAtShutdown() {
		end(OPEN, SHUT_DOWN, System.nanoTime() - this.startNanos, SHUTDOWN, null, null);
	}

	private boolean end(int from, int to, long nanos, @Nullable String errorType, @Nullable Throwable cause,
			@Nullable String skipReason) {
		if (!STATE.compareAndSet(this, from, to)) {
			return false;
		}
		try {
			complete(new OperationOutcome(this.operation.kind().spanKind(), this.operation.label(), nanos, errorType,
					cause, skipReason));
		}
		catch (Throwable ex) {
			// No call: there may be no stack left for one.
			this.state = INTERRUPTED;
			this.open.interrupted = true;
		}
		return true;
	}

	@Override
	public boolean isOver() {
		return this.state != OPEN;
	}

	@Override
	public boolean isLocalRoot() {
		return this.localRoot;
	}

	// Each step once, also when the end is resumed.
	private void complete(OperationOutcome outcome) {
		if (this.running) {
			this.operation.meter().stopped();
			this.running = false;
		}
		if (!this.described) {
			describe(outcome);
			this.described = true;
		}
		if (!this.measured) {
			this.measured = true;
			measure(outcome);
		}
		if (!this.spanEnded) {
			endSpan(outcome.durationNanos());
			this.spanEnded = true;
		}
		this.open.remove(this.slot);
	}

	private void describe(OperationOutcome outcome) {
		try {
			if (this.span.isRecording() && (!this.localRoot || this.tools.decider().decide(this.span, outcome))) {
				OperationAttributes.write(this.span, this.operation, outcome);
				RecordingNotes notes = this.notes;
				if (notes != null) {
					notes.write(this.span);
				}
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("describing what was recorded", ex);
		}
	}

	private void measure(OperationOutcome outcome) {
		try {
			OperationMeter meter = this.operation.meter();
			if (OperationMeter.NOOP.equals(meter)) {
				return;
			}
			// Within its span, which is what an exemplar points at.
			if (this.scope != null || Context.current() == this.context) {
				measure(meter, outcome);
				return;
			}
			try (Scope ignored = entered()) {
				measure(meter, outcome);
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
	}

	private static void measure(OperationMeter meter, OperationOutcome outcome) {
		if (outcome.skipped()) {
			meter.skipped(outcome.durationNanos());
		}
		else {
			meter.ended(outcome.durationNanos(), !outcome.failed());
		}
	}

	// By the clock of everything else: the span is as long as its attribute says.
	private void endSpan(long nanos) {
		try {
			this.span.end(this.startEpochNanos + nanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			this.tools.failures().report("ending a span", ex);
		}
	}

}

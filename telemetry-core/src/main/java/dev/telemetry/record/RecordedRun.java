package dev.telemetry.record;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.SpanClock;

/**
 * One run of an operation from its start to its only end. No method throws.
 */
final class RecordedRun implements TrackedRecording {

	/** OpenTelemetry's name for an error without a type. */
	static final String OTHER_ERROR = "_OTHER";

	/** Error type of a run that was cut off by the end of the application. */
	private static final String SHUTDOWN = "shutdown";

	private static final AtomicIntegerFieldUpdater<RecordedRun> STATE = AtomicIntegerFieldUpdater
		.newUpdater(RecordedRun.class, "state");

	private static final int OPEN = 0;

	private static final int ENDED = 1;

	/** The end could not be completed, because the stack or the heap was used up. */
	static final int INTERRUPTED = 2;

	/** The run ended with the application; its code may still be running. */
	private static final int SHUT_DOWN = 3;

	/**
	 * The recorded code skipped the run; the code that called it ends the run once more.
	 */
	private static final int SKIPPED = 4;

	/**
	 * The recorded code ended the run; the code that called it ends the run once more.
	 */
	private static final int ENDED_WITHIN = 5;

	private static final byte STOP = 0;

	private static final byte DESCRIBE = 1;

	private static final byte MEASURE = 2;

	private static final byte END_SPAN = 3;

	private static final byte FOLLOW = 4;

	private static final byte REMOVE = 5;

	private final NamedOperation operation;

	private final RecordingTools tools;

	// A copy of tools.open(), to be reached without a method call.
	private final OpenRecordings open;

	private final short depth;

	private long startNanos = System.nanoTime();

	private long startEpochNanos;

	// Until the run begins: the ids of the span to link to, if the run gets a new trace.
	private Span span;

	// The context of the parent until the run begins. It is not held any longer: contexts
	// that are carried from one recording to the next would never be released.
	private Context context;

	private boolean localRoot;

	private boolean withinJob;

	private short slot = OpenRecordings.UNTRACKED;

	private boolean running;

	// The step of the end that is next.
	private byte endStep = STOP;

	volatile int state;

	private volatile @Nullable RecordingNotes notes;

	/**
	 * Creates a run that has not begun.
	 * @param operation the operation
	 * @param tools what recordings need
	 * @param parent the context that the run is below
	 * @param link the span that started the run, if the run is not below it, or
	 * {@code null}
	 * @param depth how many open recordings the run is within
	 */
	RecordedRun(NamedOperation operation, RecordingTools tools, Context parent, @Nullable SpanContext link, int depth) {
		this.operation = operation;
		this.tools = tools;
		this.open = tools.open();
		this.context = parent;
		// Only the ids of that span: an end before the beginning would end the
		// span itself.
		this.span = (link != null) ? Span.wrap(link) : Span.getInvalid();
		this.depth = (short) depth;
	}

	NamedOperation operation() {
		return this.operation;
	}

	RecordingTools tools() {
		return this.tools;
	}

	int depth() {
		return this.depth;
	}

	Span span() {
		return this.span;
	}

	/**
	 * Returns the context of the parent before the run begins, then the context that has
	 * the span of the run.
	 */
	Context context() {
		return this.context;
	}

	/**
	 * Adds a value to the context of the run.
	 */
	<V> void carry(ContextKey<V> key, V value) {
		this.context = this.context.with(key, value);
	}

	/**
	 * Begins the run. A step that fails is left out.
	 * @param elapsedNanos how long ago the run began, in nanoseconds, 0 for now
	 * @param enclosing the run that this one is within, or {@code null} if there is none
	 */
	void begin(long elapsedNanos, @Nullable RecordedRun enclosing) {
		this.startNanos -= elapsedNanos;
		this.withinJob = isJob() || (enclosing != null && enclosing.withinJob);
		this.slot = this.open.add(this);
		if (this.slot == OpenRecordings.UNTRACKED) {
			displaced();
		}
		this.startEpochNanos = epochNanos(elapsedNanos, enclosing);
		startSpan();
		try {
			this.operation.meter().started();
			this.running = true;
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
	}

	private long epochNanos(long elapsedNanos, @Nullable RecordedRun enclosing) {
		return (enclosing != null) ? enclosing.startEpochNanos + (this.startNanos - enclosing.startNanos)
				: SpanClock.epochNanos(Span.fromContext(this.context)) - elapsedNanos;
	}

	private void startSpan() {
		SpanContext link = this.span.getSpanContext();
		this.span = Span.getInvalid();
		try {
			SpanContext above = Span.fromContext(this.context).getSpanContext();
			this.localRoot = !above.isValid() || above.isRemote();
			Tracer tracer = this.tools.tracer();
			if (tracer != null) {
				this.span = SpanStart.start(tracer, this.operation, this.context, (link.isValid()) ? link : null,
						this.startEpochNanos);
				this.context = this.tools.jobs()
					.started(this.operation, this.localRoot, this.span, this.context.with(this.span));
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("starting a span", ex);
		}
	}

	/**
	 * Returns the notes of the run, and creates them with the first call.
	 */
	RecordingNotes notes() {
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

	/**
	 * Ends the run as a success.
	 * @return whether it had not ended before
	 */
	boolean succeeded() {
		return succeeded(false);
	}

	/**
	 * Ends the run as a failure.
	 * @return whether it had not ended before
	 */
	boolean failed(String errorType, @Nullable Throwable cause) {
		return failed(errorType, cause, false);
	}

	/**
	 * Ends the run as a success.
	 * @param within whether the recorded code ends it
	 * @return whether it had not ended before
	 */
	boolean succeeded(boolean within) {
		return end(OPEN, (within) ? ENDED_WITHIN : ENDED, elapsedNanos(), null, null, null);
	}

	/**
	 * Ends the run as a failure.
	 * @param within whether the recorded code ends it
	 * @return whether it had not ended before
	 */
	boolean failed(String errorType, @Nullable Throwable cause, boolean within) {
		return end(OPEN, (within) ? ENDED_WITHIN : ENDED, elapsedNanos(), errorType, cause, null);
	}

	/**
	 * Ends the run as skipped.
	 * @return whether it had not ended before
	 */
	boolean skipped(String reason) {
		return end(OPEN, SKIPPED, elapsedNanos(), null, null, reason);
	}

	private long elapsedNanos() {
		return System.nanoTime() - this.startNanos;
	}

	/**
	 * Ends a run that was over before it was recorded.
	 */
	void endAfter(long nanos, boolean success) {
		end(OPEN, ENDED, nanos, (success) ? null : OTHER_ERROR, null, null);
	}

	@Override
	public void resumeEnd() {
		end(INTERRUPTED, ENDED, elapsedNanos(), OTHER_ERROR, null, null);
	}

	@Override
	public void endAtShutdown() {
		end(OPEN, SHUT_DOWN, elapsedNanos(), SHUTDOWN, null, null);
	}

	@Override
	public boolean isOver() {
		return this.state != OPEN;
	}

	@Override
	public @Nullable RunningJob runningJob() {
		if (!isJob() || isOver()) {
			return null;
		}
		RecordingNotes notes = this.notes;
		return new RunningJob(this.operation.meter(), elapsedNanos(), (notes != null) ? notes.progress() : null);
	}

	/**
	 * Returns whether the run is a job, or belongs to one.
	 */
	boolean isWithinJob() {
		return this.withinJob;
	}

	@Override
	public boolean isJob() {
		return this.operation.kind().isJob();
	}

	@Override
	public void beat(long leastNanos) {
		long nanos = elapsedNanos();
		if (nanos >= leastNanos && isJob() && !isOver()) {
			JobHeartbeat.send(this.tools, this.operation, this.context, this.startEpochNanos, nanos, this.notes);
		}
	}

	/**
	 * Returns whether the run ended with the application, and not by its own code.
	 */
	boolean isShutDown() {
		return this.state == SHUT_DOWN;
	}

	@Override
	public void displaced() {
		this.tools.failures().report("tracking '" + this.operation.label() + "'", OpenRecordings.Full.INSTANCE);
	}

	/**
	 * Returns whether the run may be ended although it has ended, without counting as
	 * misuse.
	 * @param within whether the recorded code ends it
	 */
	boolean mayEndAgain(boolean within) {
		return switch (this.state) {
			case SHUT_DOWN, SKIPPED -> true;
			case ENDED_WITHIN -> !within;
			default -> false;
		};
	}

	@Override
	public boolean isLocalRoot() {
		return this.localRoot;
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
			// No method call here: the stack may be used up.
			this.state = INTERRUPTED;
			this.open.interrupted = true;
		}
		return true;
	}

	// Does each step once, also when the end is resumed.
	private void complete(OperationOutcome outcome) {
		if (this.endStep == STOP) {
			stop();
			this.endStep = DESCRIBE;
		}
		if (this.endStep == DESCRIBE) {
			describe(outcome);
			this.endStep = MEASURE;
		}
		if (this.endStep == MEASURE) {
			this.endStep = END_SPAN;
			measure(outcome);
		}
		if (this.endStep == END_SPAN) {
			endSpan(outcome.durationNanos());
			this.endStep = FOLLOW;
		}
		if (this.endStep == FOLLOW) {
			this.endStep = REMOVE;
			this.tools.jobs().ended(this.operation, this.localRoot, this.span, outcome, this.notes);
		}
		this.open.remove(this.slot, this);
	}

	private void stop() {
		if (this.running) {
			this.operation.meter().stopped();
			this.running = false;
		}
	}

	private void describe(OperationOutcome outcome) {
		try {
			if (this.span.isRecording() && (!this.localRoot || this.tools.decider().decide(this.span, outcome))) {
				Span described = (this.localRoot) ? this.tools.decider().describing(this.span, outcome) : this.span;
				describe(described, outcome);
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("describing what was recorded", ex);
		}
	}

	private void describe(Span described, OperationOutcome outcome) {
		try {
			OperationAttributes.write(described, this.operation, outcome);
		}
		finally {
			// Even if the exception of the run throws when it is described.
			RecordingNotes notes = this.notes;
			if (notes != null) {
				notes.write(described);
			}
		}
	}

	// The span is current, so that exemplars point to it.
	private void measure(OperationOutcome outcome) {
		OperationMeter meter = this.operation.meter();
		if (OperationMeter.NOOP.equals(meter)) {
			return;
		}
		try (Scope scope = this.tools.enterUnlessCurrent(this.span, this.context)) {
			outcome.tell(meter);
		}
		catch (Throwable ex) {
			this.tools.failures().report("measuring", ex);
		}
	}

	// The end is computed, so that the span is exactly as long as its attribute says.
	private void endSpan(long nanos) {
		try {
			this.span.end(this.startEpochNanos + nanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			this.tools.failures().report("ending a span", ex);
		}
	}

}

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
import dev.telemetry.names.SpanNames;

/**
 * One run of an operation from its start to its end, which there is one of. Nothing in
 * here throws.
 */
final class RecordedRun implements TrackedRecording {

	/** What OpenTelemetry calls an error without a type. */
	static final String OTHER_ERROR = "_OTHER";

	/** What was cut off by the end of the application. */
	private static final String SHUTDOWN = "shutdown";

	private static final AtomicIntegerFieldUpdater<RecordedRun> STATE = AtomicIntegerFieldUpdater
		.newUpdater(RecordedRun.class, "state");

	private static final int OPEN = 0;

	private static final int ENDED = 1;

	/** Its end could not be completed: the stack or the heap was used up. */
	static final int INTERRUPTED = 2;

	/** Ended with the application; its code may still run. */
	private static final int SHUT_DOWN = 3;

	/** Its code said so; what runs that code ends it once more. */
	private static final int SKIPPED = 4;

	/** Ended by the code that it is around; what runs that ends it once more. */
	private static final int ENDED_WITHIN = 5;

	private static final byte STOP = 0;

	private static final byte DESCRIBE = 1;

	private static final byte MEASURE = 2;

	private static final byte END_SPAN = 3;

	private static final byte FOLLOW = 4;

	private static final byte REMOVE = 5;

	private final NamedOperation operation;

	private final RecordingTools tools;

	// Kept here as well, to be reached without a method call.
	private final OpenRecordings open;

	private final short depth;

	private long startNanos = System.nanoTime();

	private long startEpochNanos;

	// Until it begins: the ids of the span that has started it, if its trace is a new
	// one.
	private Span span;

	// Its parent's until it begins, which is not kept: contexts that are carried from one
	// recording to the next would never be released.
	private Context context;

	private boolean localRoot;

	private boolean withinJob;

	private short slot = OpenRecordings.UNTRACKED;

	private boolean running;

	// How far its end has come.
	private byte endStep = STOP;

	volatile int state;

	private volatile @Nullable RecordingNotes notes;

	/**
	 * Creates a run that has not begun.
	 * @param operation what is recorded
	 * @param tools what it needs
	 * @param parent the context it is below
	 * @param link the span that started it where it is not below that, or {@code null}
	 * @param depth how many open recordings it is within
	 */
	RecordedRun(NamedOperation operation, RecordingTools tools, Context parent, @Nullable SpanContext link, int depth) {
		this.operation = operation;
		this.tools = tools;
		this.open = tools.open();
		this.context = parent;
		// Not that span itself, which an end before the beginning would end.
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
	 * The context of its parent before it begins, then one that has its span.
	 */
	Context context() {
		return this.context;
	}

	/**
	 * Adds to its context.
	 */
	<V> void carry(ContextKey<V> key, V value) {
		this.context = this.context.with(key, value);
	}

	/**
	 * Begins. What it cannot do is left out.
	 * @param elapsedNanos how long ago it began, 0 for now
	 * @param enclosing the run it is within, or {@code null} if there is none
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
	 * Notes of it, of which there are none until they are asked for.
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
	 * Ends it as a success.
	 * @return whether it had not ended before
	 */
	boolean succeeded() {
		return succeeded(false);
	}

	/**
	 * Ends it as a failure.
	 * @return whether it had not ended before
	 */
	boolean failed(String errorType, @Nullable Throwable cause) {
		return failed(errorType, cause, false);
	}

	/**
	 * Ends it as a success.
	 * @param within whether the code that it is around ends it
	 * @return whether it had not ended before
	 */
	boolean succeeded(boolean within) {
		return end(OPEN, (within) ? ENDED_WITHIN : ENDED, elapsedNanos(), null, null, null);
	}

	/**
	 * Ends it as a failure.
	 * @param within whether the code that it is around ends it
	 * @return whether it had not ended before
	 */
	boolean failed(String errorType, @Nullable Throwable cause, boolean within) {
		return end(OPEN, (within) ? ENDED_WITHIN : ENDED, elapsedNanos(), errorType, cause, null);
	}

	/**
	 * Ends it as neither.
	 * @return whether it had not ended before
	 */
	boolean skipped(String reason) {
		return end(OPEN, SKIPPED, elapsedNanos(), null, null, reason);
	}

	private long elapsedNanos() {
		return System.nanoTime() - this.startNanos;
	}

	/**
	 * Ends what was over before it was recorded.
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
	 * Whether it is a job, or belongs to one.
	 */
	boolean isWithinJob() {
		return this.withinJob;
	}

	@Override
	public boolean isJob() {
		return SpanNames.JOB_RUN.equals(this.operation.kind().spanName());
	}

	@Override
	public void beat(long leastNanos) {
		long nanos = elapsedNanos();
		if (nanos >= leastNanos && isJob() && !isOver()) {
			JobHeartbeat.send(this.tools, this.operation, this.context, this.startEpochNanos, nanos, this.notes);
		}
	}

	/**
	 * Whether it ended with the application, not by its own code.
	 */
	boolean isShutDown() {
		return this.state == SHUT_DOWN;
	}

	@Override
	public void displaced() {
		this.tools.failures().report("tracking '" + this.operation.label() + "'", OpenRecordings.Full.INSTANCE);
	}

	/**
	 * Whether it is no misuse to end it although it has ended.
	 * @param within whether the code that it is around does so
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
			// No call: there may be no stack left for one.
			this.state = INTERRUPTED;
			this.open.interrupted = true;
		}
		return true;
	}

	// Each step once, also when the end is resumed.
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
			// Also of one that failed by an exception which cannot say what it is.
			RecordingNotes notes = this.notes;
			if (notes != null) {
				notes.write(described);
			}
		}
	}

	// Within its span, which is what an exemplar points at.
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

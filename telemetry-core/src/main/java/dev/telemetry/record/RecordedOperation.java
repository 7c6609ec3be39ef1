package dev.telemetry.record;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * An operation of which each run is recorded.
 */
final class RecordedOperation implements Operation {

	/**
	 * Maximum depth of nested open recordings. Beyond it, the work runs without a
	 * recording: code that calls itself until the stack is used up would otherwise have
	 * no room to end its recordings.
	 */
	static final int MAX_DEPTH = 128;

	private static final long MAX_DURATION_NANOS = TimeUnit.DAYS.toNanos(366);

	private final NamedOperation operation;

	private final RecordingTools tools;

	private final OpenRecordings open;

	RecordedOperation(NamedOperation operation, RecordingTools tools) {
		this.operation = operation;
		this.tools = tools;
		this.open = tools.open();
	}

	@Override
	@SuppressWarnings("NullAway")
	public <E extends Throwable> void run(Action<E> work) throws E {
		this.<@Nullable Void, E>call((recording) -> {
			work.run(recording);
			return null;
		});
	}

	@Override
	public <T, E extends Throwable> T call(Call<T, E> work) throws E {
		return record(work, false);
	}

	@Override
	public <T extends CompletionStage<?>, E extends Throwable> T callAsync(Call<T, E> work) throws E {
		return record(work, true);
	}

	private <T, E extends Throwable> T record(Call<T, E> work, boolean asynchronous) throws E {
		Context before = OpenRecording.enter(this.tools.leaks());
		OpenRecording recording = recording(before);
		if (recording == null) {
			return work.call(NoopRecording.INSTANCE);
		}
		RecordedRun run = recording.run();
		LogContextScope log = this.tools.logContexts().mark();
		try {
			recording.begin(0);
			recording.makeCurrent();
			T result = work.call(recording);
			if (asynchronous) {
				recording.endWith((CompletionStage<?>) result);
			}
			else {
				run.succeeded();
			}
			return result;
		}
		catch (Throwable ex) {
			try {
				run.failed(OpenRecording.typeOf(ex), ex);
			}
			catch (Throwable unfinished) {
				// No method call here: the stack is used up.
				run.state = RecordedRun.INTERRUPTED;
				this.open.interrupted = true;
			}
			throw ex;
		}
		finally {
			try {
				recording.leave(before);
				log.close();
			}
			catch (Throwable unfinished) {
				recording.neverRestored = before;
			}
		}
	}

	// Returns null beyond the limit of nested recordings.
	private @Nullable OpenRecording recording(Context parent) {
		OpenRecording enclosing = OpenRecording.of(parent);
		int depth = (enclosing == null || enclosing.run().isOver()) ? 0 : enclosing.run().depth() + 1;
		if (depth >= MAX_DEPTH) {
			this.tools.failures().report("recording '" + this.operation.label() + "'", NestedTooDeep.INSTANCE);
			return null;
		}
		SpanContext above = Span.fromContext(parent).getSpanContext();
		return new OpenRecording((above.isValid() && isNewTrace(above, enclosing))
				? new RecordedRun(this.operation, this.tools, detached(parent), above, depth)
				: new RecordedRun(this.operation, this.tools, this.tools.below(parent), null, depth));
	}

	// By default, a job stays in the trace of an enclosing job, or of another process.
	private boolean isNewTrace(SpanContext above, @Nullable OpenRecording enclosing) {
		if (!this.operation.kind().isJob()) {
			return false;
		}
		return switch (this.operation.trace()) {
			case NEW -> true;
			case CURRENT -> false;
			case DEFAULT -> this.tools.trace() == JobTrace.NEW && !above.isRemote()
					&& (enclosing == null || !enclosing.run().isWithinJob());
		};
	}

	private static Context detached(Context parent) {
		Baggage baggage = Baggage.fromContext(parent);
		return (baggage.isEmpty()) ? Context.root() : Context.root().with(baggage);
	}

	@Override
	public Recording open() {
		OpenRecording recording = recording(OpenRecording.enter(this.tools.leaks()));
		if (recording == null) {
			return NoopRecording.INSTANCE;
		}
		recording.begin(0);
		recording.makeCurrentUntilClosed();
		return recording;
	}

	@Override
	public Recording start() {
		return begun(OpenRecording.enter(this.tools.leaks()), 0);
	}

	@Override
	@SuppressWarnings("ConstantValue")
	public Recording start(Context parent) {
		return (parent != null) ? begun(parent, 0) : start();
	}

	@Override
	public Recording startEarlier(Duration elapsed) {
		return begun(OpenRecording.enter(this.tools.leaks()), nanos(elapsed));
	}

	private Recording begun(Context parent, long elapsedNanos) {
		OpenRecording recording = recording(parent);
		if (recording == null) {
			return NoopRecording.INSTANCE;
		}
		recording.begin(elapsedNanos);
		return recording;
	}

	@Override
	public void record(Duration duration, boolean success) {
		long nanos = nanos(duration);
		OpenRecording recording = recording(OpenRecording.enter(this.tools.leaks()));
		if (recording != null) {
			recording.begin(nanos);
			recording.run().endAfter(nanos, success);
		}
	}

	private long nanos(@Nullable Duration duration) {
		if (duration == null || duration.isNegative() || duration.toDays() > 366) {
			this.tools.misuse().report("'duration' must be from zero to a year, not " + duration);
			return (duration == null || duration.isNegative()) ? 0 : MAX_DURATION_NANOS;
		}
		return Math.min(duration.toNanos(), MAX_DURATION_NANOS);
	}

	@Override
	public Operation startedByMessage() {
		return new RecordedOperation(this.operation.of(SpanKind.CONSUMER), this.tools);
	}

	@Override
	public Operation sendsMessage() {
		return new RecordedOperation(this.operation.of(SpanKind.PRODUCER), this.tools);
	}

	@Override
	public Operation id(String id) {
		if (!this.tools.misuse().accepts("id", id) || !this.operation.kind().isJob()) {
			return this;
		}
		return new RecordedOperation(this.operation.withId(Misuse.id(id)), this.tools);
	}

	@Override
	@SuppressWarnings("ConstantValue")
	public Operation trace(JobTrace trace) {
		if (trace == null) {
			this.tools.misuse().report("'trace' must not be null");
			return this;
		}
		return (this.operation.kind().isJob() && trace != this.operation.trace())
				? new RecordedOperation(this.operation.withTrace(trace), this.tools) : this;
	}

	/**
	 * Reports that recordings are nested too deeply. A single instance, because there may
	 * be no stack left to create another.
	 */
	private static final class NestedTooDeep extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@SuppressWarnings("StaticAssignmentOfThrowable")
		static final NestedTooDeep INSTANCE = new NestedTooDeep();

		private NestedTooDeep() {
			super("more than " + MAX_DEPTH + " open recordings are within each other", null, false, false);
		}

	}

}

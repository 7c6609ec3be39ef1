package dev.telemetry.record;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;

/**
 * A scope that the application closes. The application may close it too early, too late,
 * on another thread or never. The context carries the scope, so that nested scopes are
 * known.
 */
final class RecordingScope implements Scope {

	private static final ContextKey<RecordingScope> INNERMOST = ContextKey.named("dev.telemetry.scope");

	private final String label;

	private final RecordingTools tools;

	private final Thread owner = Thread.currentThread();

	// These three fields are cleared when the scope is closed: contexts that are carried
	// on would otherwise hold all earlier ones.
	private @Nullable TrackedRecording recording;

	private @Nullable Context before;

	private @Nullable Scope scope;

	private volatile boolean closed;

	private volatile boolean closedElsewhere;

	/**
	 * Makes a context current.
	 * @param recording the recording of the context
	 * @param label the name of the recording in messages
	 * @param context the context
	 * @param tools what recordings need
	 */
	RecordingScope(TrackedRecording recording, String label, Context context, RecordingTools tools) {
		this.recording = recording;
		this.label = label;
		this.tools = tools;
		this.before = Context.current();
		this.scope = tools.scopes().enter(context.with(INNERMOST, this));
	}

	/**
	 * Returns the context that new work on this thread begins with. It is the current
	 * one, unless that belongs to a recording that has ended and whose scope this thread
	 * never closed. In that case, the context from before is restored.
	 */
	static Context current(ContextLeaks leaks) {
		Context current = Context.current();
		RecordingScope innermost = current.get(INNERMOST);
		return (innermost == null || !innermost.isLeftOpen()) ? current : innermost.unwind(leaks);
	}

	@SuppressWarnings("ReferenceEquality")
	private boolean isLeftOpen() {
		TrackedRecording recording = this.recording;
		return !this.closed && (this.closedElsewhere || (recording != null && recording.isOver()))
				&& Thread.currentThread() == this.owner;
	}

	private Context unwind(ContextLeaks leaks) {
		Context before = end();
		RecordingScope outer = before.get(INNERMOST);
		while (outer != null && outer.isLeftOpen()) {
			before = outer.end();
			outer = before.get(INNERMOST);
		}
		leaks.restore(before, this.label);
		return before;
	}

	private Context end() {
		Context before = this.before;
		this.closed = true;
		this.before = null;
		this.recording = null;
		this.scope = null;
		return (before != null) ? before : Context.root();
	}

	private @Nullable RecordingScope outer() {
		Context before = this.before;
		return (before != null) ? before.get(INNERMOST) : null;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public void close() {
		if (this.closed) {
			return;
		}
		if (Thread.currentThread() != this.owner) {
			this.closedElsewhere = true;
			this.tools.misuse().report("'" + this.label + "' must be closed by the thread that opened it");
			return;
		}
		RecordingScope innermost = Context.current().get(INNERMOST);
		if (!isWithin(innermost)) {
			end();
			this.tools.misuse().report("'" + this.label + "' was closed after what is around it");
			return;
		}
		exit(innermost);
		if (innermost != this) {
			this.tools.misuse().report("'" + this.label + "' was closed before what is inside of it");
		}
	}

	private boolean isWithin(@Nullable RecordingScope innermost) {
		RecordingScope scope = innermost;
		while (scope != null && scope != this) {
			scope = scope.outer();
		}
		return scope == this;
	}

	private void exit(@Nullable RecordingScope innermost) {
		RecordingScope inner = innermost;
		while (inner != null && inner != this) {
			inner = inner.end().get(INNERMOST);
		}
		Scope scope = this.scope;
		Context before = end();
		try {
			if (scope != null) {
				scope.close();
			}
		}
		catch (Throwable ex) {
			this.tools.failures().report("restoring a context", ex);
		}
		this.tools.leaks().restore(before, this.label);
	}

}

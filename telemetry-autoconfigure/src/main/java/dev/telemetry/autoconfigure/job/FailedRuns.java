package dev.telemetry.autoconfigure.job;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.FailedRunScopes;
import dev.telemetry.record.Recording;

/**
 * Makes the ids of a failed run available to code that handles its exception after the
 * run has ended. Only the ids are held, for as long as the exception or the task lives.
 * Thread safe.
 */
final class FailedRuns implements FailedRunScopes {

	private static final int MAX_CAUSES = 10;

	private final Map<Throwable, SpanContext> byException = Collections.synchronizedMap(new WeakHashMap<>());

	// Not static, so that it is gone with the application.
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<Task> tasks = new ThreadLocal<>();

	private final TaskScopes scopes;

	FailedRuns(TaskScopes scopes) {
		this.scopes = scopes;
	}

	/**
	 * Notes that a run has ended with an exception.
	 */
	void add(Throwable thrown, Recording run) {
		try {
			SpanContext ids = Span.fromContext(run.context()).getSpanContext();
			if (ids.isValid()) {
				this.byException.put(thrown, ids);
				Task task = this.tasks.get();
				if (task != null) {
					task.failed(thrown, ids);
				}
			}
		}
		catch (Throwable ex) {
			// An exception whose hash code throws has no ids.
		}
	}

	/**
	 * Makes the ids of the run that threw an exception current.
	 * @return the scope that restores the context from before
	 */
	@SuppressWarnings("MustBeClosedChecker")
	Scope enter(Throwable thrown) {
		try {
			SpanContext ids = find(thrown);
			return (ids != null) ? Context.current().with(Span.wrap(ids)).makeCurrent() : Scope.noop();
		}
		catch (Throwable ex) {
			return Scope.noop();
		}
	}

	/**
	 * Makes the ids of a failed run current until the end of its task, if the run was the
	 * whole task.
	 */
	void stay(Throwable thrown) {
		Task task = this.tasks.get();
		if (task != null && !Span.current().getSpanContext().isValid()) {
			task.leave();
			task.scope = enter(thrown);
		}
	}

	/**
	 * Returns a task that restores the state of its thread at its end, whatever scopes
	 * are open. The ids of a failed run stay current until the end of the outermost task,
	 * which may contain the handler of its exception.
	 */
	Runnable task(Runnable work) {
		return () -> {
			try {
				run(work);
			}
			catch (Throwable ex) {
				stay(ex);
				throw ex;
			}
		};
	}

	private void run(Runnable work) {
		try (Scope scope = open()) {
			work.run();
		}
	}

	@Override
	public Scope open() {
		TaskScopes.Before before = this.scopes.enter();
		Task outer = this.tasks.get();
		Task task = new Task();
		this.tasks.set(task);
		return () -> {
			task.leave();
			if (outer != null) {
				outer.failed(task.thrown, task.ids);
				this.tasks.set(outer);
			}
			else {
				this.tasks.remove();
			}
			this.scopes.exit(before);
		};
	}

	private @Nullable SpanContext find(Throwable thrown) {
		Task task = this.tasks.get();
		Throwable next = thrown;
		for (int i = 0; i < MAX_CAUSES && next != null; i++) {
			SpanContext ids = (task != null && task.hasThrown(next)) ? task.ids : this.byException.get(next);
			if (ids != null) {
				return ids;
			}
			next = next.getCause();
		}
		return null;
	}

	private static final class Task {

		private @Nullable Scope scope;

		// Runs of several tasks may throw the same exception.
		private @Nullable Throwable thrown;

		private @Nullable SpanContext ids;

		void failed(@Nullable Throwable thrown, @Nullable SpanContext ids) {
			this.thrown = thrown;
			this.ids = ids;
		}

		@SuppressWarnings("ReferenceEquality")
		boolean hasThrown(Throwable candidate) {
			return this.thrown == candidate;
		}

		void leave() {
			if (this.scope != null) {
				this.scope.close();
				this.scope = null;
			}
		}

	}

}

package dev.telemetry.autoconfigure.context;

import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;

/**
 * Runs a task in the context of who submits it, around what another decorator makes of
 * the task. The thread is left as the task found it, whatever scopes the task leaves
 * open. Thread safe.
 *
 * @param inner the other decorator
 * @param carries whether the context of who submits a task is that of the task; else it
 * is the root
 * @param leaks restores contexts where a scope was left open
 */
record ContextTaskDecorator(@Nullable TaskDecorator inner, boolean carries,
		ContextLeaks leaks) implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		Context context = (this.carries) ? Context.current() : Context.root();
		Map<String, Object> log = (this.carries) ? LogContext.current() : Map.of();
		return new ContextTask((this.inner != null) ? this.inner.decorate(task) : task, context, log, this.leaks);
	}

	/**
	 * A task and its context.
	 */
	private record ContextTask(Runnable task, Context context, Map<String, Object> log,
			ContextLeaks leaks) implements Runnable {

		@Override
		public void run() {
			Context before = this.leaks.enter("a task");
			Map<String, Object> logBefore = LogContext.current();
			changeLog(logBefore, this.log);
			try (Scope scope = this.context.makeCurrent()) {
				this.task.run();
			}
			finally {
				changeLog(LogContext.current(), logBefore);
				this.leaks.restore(before, "a task");
			}
		}

		private static void changeLog(Map<String, Object> from, Map<String, Object> to) {
			if (!from.isEmpty() || !to.isEmpty()) {
				LogContext.set(to);
			}
		}

	}

}

package dev.telemetry.autoconfigure.context;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
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
 * @param observations where an observation may be left open, or {@code null} for nowhere
 * @param leaks restores contexts where a scope was left open
 */
record ContextTaskDecorator(@Nullable TaskDecorator inner, boolean carries, @Nullable ObservationRegistry observations,
		ContextLeaks leaks) implements TaskDecorator {

	private static final String TASK = "a task";

	@Override
	public Runnable decorate(Runnable task) {
		Context context = (carries()) ? Context.current() : Context.root();
		Map<String, Object> log = (carries()) ? LogContext.current() : Map.of();
		return new ContextTask((inner() != null) ? inner().decorate(task) : task, context, log, this);
	}

	private void run(ContextTask task) {
		Context before = leaks().enter(TASK);
		Map<String, Object> logBefore = LogContext.current();
		Observation.Scope observed = observed();
		replaceLog(logBefore, task.log());
		try (Scope scope = task.context().makeCurrent()) {
			task.task().run();
		}
		finally {
			replaceLog(LogContext.current(), logBefore);
			if (observations() != null) {
				observations().setCurrentObservationScope(observed);
			}
			leaks().restore(before, TASK);
		}
	}

	private static void replaceLog(Map<String, Object> current, Map<String, Object> other) {
		if (!current.isEmpty() || !other.isEmpty()) {
			LogContext.set(other);
		}
	}

	private Observation.@Nullable Scope observed() {
		return (observations() != null) ? observations().getCurrentObservationScope() : null;
	}

	/**
	 * A task and its context.
	 */
	private record ContextTask(Runnable task, Context context, Map<String, Object> log,
			ContextTaskDecorator decorator) implements Runnable {

		@Override
		public void run() {
			this.decorator.run(this);
		}

	}

}

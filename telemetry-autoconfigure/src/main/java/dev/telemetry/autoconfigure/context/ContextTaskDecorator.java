package dev.telemetry.autoconfigure.context;

import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;

/**
 * Decorates a task so that it begins with the right context, outside of another
 * decorator. The state of the thread is restored after the task, whatever scopes the task
 * leaves open. Thread safe.
 *
 * @param inner the other decorator
 * @param origin the origin of the context of a task
 * @param tools supplies the tools to restore a thread, called for each task
 */
record ContextTaskDecorator(@Nullable TaskDecorator inner, Origin origin,
		Supplier<Tools> tools) implements TaskDecorator {

	private static final String TASK = "a task";

	@Override
	public Runnable decorate(Runnable task) {
		Runnable decorated = (inner() != null) ? inner().decorate(task) : task;
		return switch (origin()) {
			case SUBMITTER -> new ContextTask(decorated, Context.current(), LogContext.current(), this);
			case ROOT -> new ContextTask(decorated, Context.root(), Map.of(), this);
			case THREAD -> new ContextTask(decorated, null, null, this);
		};
	}

	/**
	 * Returns the task that was submitted.
	 */
	static Runnable undecorated(Runnable task) {
		return (task instanceof ContextTask decorated) ? decorated.task() : task;
	}

	@SuppressWarnings("ReferenceEquality")
	private void run(ContextTask task) {
		Tools tools = tools().get();
		// The contexts are equal if a full pool runs a task on the submitting thread: no
		// scope was left open, although the span may have ended.
		Context current = Context.current();
		Context before = (current == task.context()) ? current : tools.leaks().enter(TASK);
		Map<String, Object> logBefore = LogContext.current();
		Observation.Scope observed = tools.observed();
		if (task.log() != null) {
			LogContext.set(task.log());
		}
		try (Scope scope = (task.context() != null) ? task.context().makeCurrent() : Scope.noop()) {
			task.task().run();
		}
		finally {
			LogContext.set(logBefore);
			tools.observe(observed);
			tools.leaks().restore(before, TASK);
		}
	}

	/**
	 * Origin of the context of a task.
	 */
	enum Origin {

		/** The context of the code that submits the task. */
		SUBMITTER,

		/** The root context. */
		ROOT,

		/** The context of the thread that runs the task, or of another decorator. */
		THREAD

	}

	/**
	 * The tools to restore the state of a thread after a task.
	 *
	 * @param observations the registry in which an observation may be left open, or
	 * {@code null}
	 * @param leaks restores contexts if a scope was left open
	 */
	record Tools(@Nullable ObservationRegistry observations, ContextLeaks leaks) {

		private Observation.@Nullable Scope observed() {
			return (this.observations != null) ? this.observations.getCurrentObservationScope() : null;
		}

		private void observe(Observation.@Nullable Scope observed) {
			if (this.observations != null) {
				this.observations.setCurrentObservationScope(observed);
			}
		}

	}

	/**
	 * A task and its context.
	 *
	 * @param context the context, or {@code null} for that of the thread
	 * @param log the values for log records, or {@code null} for those of the thread
	 */
	private record ContextTask(Runnable task, @Nullable Context context, @Nullable Map<String, Object> log,
			ContextTaskDecorator decorator) implements Runnable {

		@Override
		public void run() {
			this.decorator.run(this);
		}

	}

}

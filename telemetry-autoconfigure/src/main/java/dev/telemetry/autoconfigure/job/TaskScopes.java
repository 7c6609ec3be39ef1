package dev.telemetry.autoconfigure.job;

import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.context.LogContext;
import dev.telemetry.health.ContextLeaks;

/**
 * Leaves the thread of a task as the task found it, whatever scopes the task leaves open.
 * Contexts are left alone where there are no traces. Thread safe; nothing in here throws.
 */
final class TaskScopes {

	private static final String TASK = "a task";

	private final Supplier<Tools> tools;

	/**
	 * Creates scopes.
	 * @param tools what restores; asked with each task
	 */
	TaskScopes(Supplier<Tools> tools) {
		this.tools = tools;
	}

	/**
	 * Notes what is current when a task begins.
	 * @return what it was, or {@code null} if that is not known
	 */
	@Nullable Before enter() {
		try {
			Tools tools = this.tools.get();
			ObservationRegistry registry = tools.observations();
			return new Before(tools.leaks(), Context.current(), LogContext.current(), registry,
					(registry != null) ? registry.getCurrentObservationScope() : null);
		}
		catch (Throwable ex) {
			// The application is about to end, or has not begun.
			return null;
		}
	}

	/**
	 * Makes what begins now the first of its thread: what was left open there before is
	 * no parent.
	 * @param cause the span that has caused it, or one that is not valid
	 * @return what restores the context before
	 */
	@SuppressWarnings("MustBeClosedChecker")
	Scope outermost(SpanContext cause) {
		try {
			Context context = (cause.isValid()) ? Context.root().with(Span.wrap(cause)) : Context.root();
			return (this.tools.get().leaks() != null) ? context.makeCurrent() : Scope.noop();
		}
		catch (Throwable ex) {
			// The application is about to end, or has not begun.
			return Scope.noop();
		}
	}

	/**
	 * Restores what was current when a task began.
	 */
	void exit(@Nullable Before before) {
		if (before == null) {
			return;
		}
		try {
			if (before.registry() != null) {
				before.registry().setCurrentObservationScope(before.observed());
			}
		}
		catch (Throwable ex) {
			// One of the application.
		}
		LogContext.set(before.log());
		if (before.leaks() != null) {
			before.leaks().restore(before.context(), TASK);
		}
	}

	/**
	 * What restores.
	 *
	 * @param leaks restores contexts, or {@code null} to leave them alone
	 * @param observations where an observation may be left open, or {@code null} for
	 * nowhere
	 */
	record Tools(@Nullable ContextLeaks leaks, @Nullable ObservationRegistry observations) {

		static final Tools NONE = new Tools(null, null);

	}

	/**
	 * What was current before a task.
	 *
	 * @param leaks restores contexts, or {@code null} to leave them alone
	 * @param context the context
	 * @param log what was added to log records
	 * @param registry of the observation, or {@code null} for none
	 * @param observed the scope of the observation, or {@code null} for none
	 */
	record Before(@Nullable ContextLeaks leaks, Context context, Map<String, Object> log,
			@Nullable ObservationRegistry registry, Observation.@Nullable Scope observed) {

	}

}

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
 * Restores the state of the thread of a task after the task, whatever scopes the task
 * leaves open. Contexts are left alone if there are no traces. Thread safe; no method
 * throws.
 */
final class TaskScopes {

	private static final String TASK = "a task";

	private final Supplier<Tools> tools;

	/**
	 * Creates scopes.
	 * @param tools supplies the tools, called for each task
	 */
	TaskScopes(Supplier<Tools> tools) {
		this.tools = tools;
	}

	/**
	 * Notes the state of the thread when a task begins.
	 * @return the state, or {@code null} if it is unknown
	 */
	@Nullable Before enter() {
		try {
			Tools tools = this.tools.get();
			ObservationRegistry registry = tools.observations();
			return new Before(tools.leaks(), Context.current(), LogContext.current(), registry,
					(registry != null) ? registry.getCurrentObservationScope() : null);
		}
		catch (Throwable ex) {
			// The application is ending, or has not started yet.
			return null;
		}
	}

	/**
	 * Makes the work that begins now the outermost work of its thread: a context that was
	 * left open there is not a parent.
	 * @param cause the span that has caused the work, invalid if there is none
	 * @return the scope that restores the context from before
	 */
	@SuppressWarnings("MustBeClosedChecker")
	Scope outermost(SpanContext cause) {
		try {
			Context context = (cause.isValid()) ? Context.root().with(Span.wrap(cause)) : Context.root();
			return (this.tools.get().leaks() != null) ? context.makeCurrent() : Scope.noop();
		}
		catch (Throwable ex) {
			// The application is ending, or has not started yet.
			return Scope.noop();
		}
	}

	/**
	 * Restores the state of the thread from the beginning of a task.
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
			// The scope of an observation of the application may throw.
		}
		LogContext.set(before.log());
		if (before.leaks() != null) {
			before.leaks().restore(before.context(), TASK);
		}
	}

	/**
	 * The tools to restore a thread.
	 *
	 * @param leaks restores contexts, or {@code null} to leave them alone
	 * @param observations the registry in which an observation may be left open, or
	 * {@code null}
	 */
	record Tools(@Nullable ContextLeaks leaks, @Nullable ObservationRegistry observations) {

		static final Tools NONE = new Tools(null, null);

	}

	/**
	 * The state of a thread before a task.
	 *
	 * @param leaks restores contexts, or {@code null} to leave them alone
	 * @param context the context
	 * @param log the values that the thread adds to log records
	 * @param registry of the observation, or {@code null} for none
	 * @param observed the scope of the observation, or {@code null} for none
	 */
	record Before(@Nullable ContextLeaks leaks, Context context, Map<String, Object> log,
			@Nullable ObservationRegistry registry, Observation.@Nullable Scope observed) {

	}

}

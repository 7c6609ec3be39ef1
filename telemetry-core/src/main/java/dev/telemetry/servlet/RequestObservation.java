package dev.telemetry.servlet;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Another library's observation of a request, which may add to the request's telemetry.
 * Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RequestObservation {

	/**
	 * Makes the request current: its {@link ObservedRequest#context() context}, if there
	 * is one, and the state of the library. Called for each dispatch.
	 * @return the scope that restores the state from before, even if other scopes were
	 * left open in between; to be closed by the same thread
	 */
	Scope enter();

	/**
	 * Returns the error that the library knows of the request. Called once, at the end.
	 * @return the error, or {@code null} if there is none
	 */
	@Nullable Throwable error();

	/**
	 * Makes the state of the library visible to handlers of exceptions. Called before
	 * they turn an exception into a response.
	 */
	default void show() {
	}

	/**
	 * Returns the pattern that the request matched, if the library knows another one than
	 * {@link RoutePattern}. Called at the end of each dispatch.
	 * @return the pattern, or {@code null}
	 */
	default @Nullable String pattern() {
		return null;
	}

	/**
	 * Returns labels to add to the measurement. Called once, at the end.
	 * @return values by their names, each from a small set; mostly none
	 */
	Map<String, String> labels();

	/**
	 * Adds attributes to the span of a request that is kept. Called at most once, at the
	 * end.
	 * @param span the span
	 */
	void describe(Span span);

}

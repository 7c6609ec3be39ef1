package dev.telemetry.servlet;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What another library sees of a request, and what it adds to it. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RequestObservation {

	/**
	 * Makes the request current: its {@link ObservedRequest#context() context}, if there
	 * is one, and whatever else the library looks at. Called for each dispatch.
	 * @return what restores all of that, also if something was left open in between; to
	 * be closed by the same thread
	 */
	Scope enter();

	/**
	 * The error that the request has for the library. Asked for once, at the end.
	 * @return the error, or {@code null} if there is none
	 */
	@Nullable Throwable error();

	/**
	 * The pattern that the request matched, if the library knows another than the
	 * {@link RoutePattern} does. Asked for at the end of each dispatch.
	 * @return the pattern, or {@code null}
	 */
	default @Nullable String pattern() {
		return null;
	}

	/**
	 * What is added to the labels of the measurement. Asked for once, at the end.
	 * @return values by their names, each from a small set; mostly none
	 */
	Map<String, String> labels();

	/**
	 * Adds to the span of a request that is kept. Called at most once, at the end.
	 * @param span the span
	 */
	void describe(Span span);

}

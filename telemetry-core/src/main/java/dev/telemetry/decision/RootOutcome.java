package dev.telemetry.decision;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * How the work of a local root ended, which decides whether its trace is kept. For
 * requests that the servlet filter observes, and for requests to WebFlux, it is a
 * {@link RequestOutcome}.
 *
 * @since 0.1.0
 */
public interface RootOutcome {

	/**
	 * Returns the kind of the root.
	 * @return the kind
	 */
	SpanKind kind();

	/**
	 * Returns the operation: a route, or a name that only the code chooses.
	 * @return a bounded value
	 */
	String operation();

	/**
	 * Returns how long the work took.
	 * @return nanoseconds of a monotonic clock
	 */
	long durationNanos();

	/**
	 * Returns whether the work failed.
	 * @return whether it failed
	 */
	boolean failed();

	/**
	 * Returns the exception that made the work fail.
	 * @return the exception, or {@code null} if there is none or it is not known
	 */
	@Nullable Throwable cause();

	/**
	 * Returns whether the work lasted for as long as the client listened, so that a long
	 * duration is no sign of trouble: an event stream, or a response that was sent in
	 * time and then streamed.
	 * @return whether a stream was sent
	 */
	boolean streamed();

	/**
	 * Returns whether the work ended in an error that is the client's doing, so that it
	 * has not failed.
	 * @return whether the client went away or broke its request
	 */
	default boolean disconnected() {
		return false;
	}

}

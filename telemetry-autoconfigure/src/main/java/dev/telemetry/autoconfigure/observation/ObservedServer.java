package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a server that Spring, or a library, observes. The observation and its
 * meters stay; the span is that of telemetry. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <T> type of the context of the observation
 * @since 0.1.0
 */
public interface ObservedServer<T extends Observation.Context> {

	/**
	 * Starts the span of a request.
	 * @param context context of the observation that starts
	 * @return the context that has the span, or {@code null} if there is none
	 */
	@Nullable Context start(T context);

	/**
	 * Notes an error that became known before the end.
	 * @param context context of the observation
	 */
	void failed(T context);

	/**
	 * Decides whether the trace of a request is kept. Only the first call has an effect.
	 * @param context context of the observation that stops
	 */
	void decide(T context);

	/**
	 * Decides, unless it was decided before, and ends the span.
	 * @param context context of the observation that stops
	 */
	void end(T context);

}

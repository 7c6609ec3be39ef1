package dev.telemetry.autoconfigure.client;

import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls of a client over HTTP, as they are observed: one class for each type of
 * context. Thread safe.
 *
 * @param <T> type of the context of the observation
 */
interface ObservedClient<T extends SenderContext<?>> {

	/**
	 * What is called.
	 * @param context context of the observation
	 * @return the request, or {@code null} if there is none yet
	 */
	@Nullable CalledRequest request(T context);

	/**
	 * The status of the response.
	 * @param context context of the observation
	 * @return the status, or 0 if there is no response
	 */
	int status(T context);

	/**
	 * Whether the caller has given up before there was a response.
	 * @param context context of the observation
	 * @return whether it has
	 */
	default boolean isCancelled(T context) {
		return false;
	}

}

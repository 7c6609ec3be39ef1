package dev.telemetry.autoconfigure.client;

import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls of a client over HTTP, as they are observed: one class for each type of
 * context. Thread safe.
 *
 * @param <T> type of the context of the observation
 */
interface ObservedClient<T extends SenderContext<?>> {

	/**
	 * Returns what is called.
	 * @param context context of the observation
	 * @return the request, or {@code null} if there is none yet
	 */
	@Nullable CalledRequest request(T context);

	/**
	 * Returns the status of the response.
	 * @param context context of the observation
	 * @return the status, or 0 if there is no response
	 */
	int status(T context);

	/**
	 * Sets a header of the request in place of one that it has, as a request that is
	 * passed on may have those of the trace: sent twice, they are rejected.
	 * @param context context of the observation
	 * @param name name of the header
	 * @param value its value
	 */
	default void setHeader(T context, String name, String value) {
		SenderContext<?> sender = context;
		setByObservation(sender, name, value);
	}

	private static <C> void setByObservation(SenderContext<C> context, String name, String value) {
		context.getSetter().set(context.getCarrier(), name, value);
	}

	/**
	 * Returns what a call is below.
	 * @param context context of the observation that starts
	 * @param found what is current, or the parent that the observation was given
	 * @return the context of the parent
	 */
	default Context below(T context, Context found) {
		return found;
	}

	/**
	 * Returns whether the caller has given up before there was a response.
	 * @param context context of the observation
	 * @return whether it has
	 */
	default boolean isCancelled(T context) {
		return false;
	}

}

package dev.telemetry.autoconfigure.client;

import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Reads the observed HTTP calls of one client. There is one class for each type of
 * context. Thread safe.
 *
 * @param <T> type of the context of the observation
 */
interface ObservedClient<T extends SenderContext<?>> {

	/**
	 * Returns the request of a call.
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
	 * Sets a header of the request, replacing an existing one. A request that is passed
	 * on may have headers of a trace already, and a receiver rejects repeated headers.
	 * @param context context of the observation
	 * @param name name of the header
	 * @param value value of the header
	 */
	default void setHeader(T context, String name, String value) {
		SenderContext<?> sender = context;
		setByObservation(sender, name, value);
	}

	private static <C> void setByObservation(SenderContext<C> context, String name, String value) {
		context.getSetter().set(context.getCarrier(), name, value);
	}

	/**
	 * Returns the parent of a call.
	 * @param context context of the observation that starts
	 * @param found the current context, or that of the parent observation
	 * @return the context of the parent
	 */
	default Context below(T context, Context found) {
		return found;
	}

	/**
	 * Returns whether the caller has cancelled the call before there was a response.
	 * @param context context of the observation
	 * @return whether the call was cancelled
	 */
	default boolean isCancelled(T context) {
		return false;
	}

}

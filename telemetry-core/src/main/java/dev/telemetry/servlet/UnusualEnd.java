package dev.telemetry.servlet;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Details of the end that few requests have. Immutable.
 *
 * @param error the exception that left the handler or that was reported
 * @param handled the exception that a handler turned into the response
 * @param streamed whether the response was sent in time, and then streamed
 * @param disconnected whether the error is the client's doing
 * @param labels labels that the application adds to the measurement
 */
record UnusualEnd(@Nullable Throwable error, @Nullable Throwable handled, boolean streamed, boolean disconnected,
		Map<String, String> labels) {

	/** Stands for the end of a request without such details. */
	static final UnusualEnd NONE = new UnusualEnd(null, null, false, false, Map.of());

	/**
	 * Returns the details of an end, or {@code null} if there are none.
	 */
	static @Nullable UnusualEnd of(@Nullable Throwable error, @Nullable Throwable handled, boolean streamed,
			boolean disconnected, Map<String, String> labels) {
		boolean unusual = error != null || handled != null || streamed || disconnected || !labels.isEmpty();
		return (unusual) ? new UnusualEnd(error, handled, streamed, disconnected, labels) : null;
	}

}

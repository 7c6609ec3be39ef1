package dev.telemetry.decision;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An outcome of a request that can be kept after the request. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param method one of the methods that HTTP defines, else
 * {@value RequestOutcome#OTHER_METHOD}
 * @param pattern matched pattern as the web framework knows it, else {@code NOT_FOUND},
 * {@code REDIRECTION} or {@code UNKNOWN}
 * @param status response status
 * @param durationNanos time from the beginning to the end of the exchange, in nanoseconds
 * of a monotonic clock
 * @param error exception that left the handler or that was reported
 * @param handled exception that a handler turned into the response
 * @param streamed whether the response was sent in time, and then streamed
 * @param disconnected whether the error is the client's doing: it went away while the
 * response was sent, or broke its request
 * @param labels what the application adds to the labels of the measurement
 * @since 0.1.0
 */
public record EndedRequest(String method, String pattern, int status, long durationNanos, @Nullable Throwable error,
		@Nullable Throwable handled, boolean streamed, boolean disconnected,
		Map<String, String> labels) implements RequestOutcome {

	/**
	 * Creates an outcome without a disconnect of the client and without labels of the
	 * application.
	 * @param method one of the methods that HTTP defines, else
	 * {@value RequestOutcome#OTHER_METHOD}
	 * @param pattern matched pattern, or a constant word
	 * @param status response status
	 * @param durationNanos how long the request took, in nanoseconds
	 * @param error exception that left the handler or that was reported
	 * @param handled exception that a handler turned into the response
	 * @param streamed whether a response was sent in time, and then streamed
	 */
	public EndedRequest(String method, String pattern, int status, long durationNanos, @Nullable Throwable error,
			@Nullable Throwable handled, boolean streamed) {
		this(method, pattern, status, durationNanos, error, handled, streamed, false, Map.of());
	}

}

package dev.telemetry.decision;

import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, in bounded values only: no path, header or parameter that a client
 * chooses can get in here, so that each part may become a label.
 *
 * @param method one of the methods that HTTP defines, else {@value #OTHER_METHOD}
 * @param pattern matched pattern as the web framework knows it, else {@code NOT_FOUND},
 * {@code REDIRECTION} or {@code UNKNOWN}
 * @param status response status
 * @param durationNanos time from the filter to the end of the exchange, in nanoseconds of
 * a monotonic clock
 * @param error exception that left the handler or that was reported
 * @param handled exception that a handler turned into the response
 * @param streamed whether a response was sent in time, and then streamed
 * @param disconnected whether the error is the client's doing: it went away while the
 * response was sent, or broke its request
 * @param labels what the application adds to the labels of the measurement
 * @since 0.1.0
 */
public record RequestOutcome(String method, String pattern, int status, long durationNanos, @Nullable Throwable error,
		@Nullable Throwable handled, boolean streamed, boolean disconnected,
		Map<String, String> labels) implements RootOutcome {

	/** Stands for every method that HTTP does not define. */
	public static final String OTHER_METHOD = "_OTHER";

	/**
	 * Creates an outcome of a client that stayed, without labels of the application.
	 * @param method one of the methods that HTTP defines, else {@value #OTHER_METHOD}
	 * @param pattern matched pattern, or a constant word
	 * @param status response status
	 * @param durationNanos how long it took, in nanoseconds
	 * @param error exception that left the handler or that was reported
	 * @param handled exception that a handler turned into the response
	 * @param streamed whether a response was sent in time, and then streamed
	 */
	public RequestOutcome(String method, String pattern, int status, long durationNanos, @Nullable Throwable error,
			@Nullable Throwable handled, boolean streamed) {
		this(method, pattern, status, durationNanos, error, handled, streamed, false, Map.of());
	}

	@Override
	public SpanKind kind() {
		return SpanKind.SERVER;
	}

	@Override
	public String operation() {
		return this.pattern;
	}

	/**
	 * Whether the request failed: an exception left the handler, or the status is 5xx. A
	 * 4xx status is the client's mistake, not an error of this service, and neither is a
	 * client that went away or broke its request, whatever is answered for that.
	 * @return whether the request failed
	 */
	@Override
	public boolean failed() {
		return !this.disconnected && (this.status >= 500 || this.error != null);
	}

	/**
	 * What made the request fail.
	 * @return the exception that left the handler or was reported, else the one that was
	 * turned into a 5xx, or {@code null} if there is none
	 */
	@Override
	public @Nullable Throwable cause() {
		return (this.error == null && this.status >= 500) ? this.handled : this.error;
	}

	/**
	 * The value of {@code error.type}: the class of the exception, else the status.
	 * @return what went wrong, or {@code null} if nothing did
	 */
	public @Nullable String errorType() {
		Throwable cause = cause();
		if (cause != null) {
			return cause.getClass().getName();
		}
		return (this.status >= 500) ? Integer.toString(this.status) : null;
	}

}

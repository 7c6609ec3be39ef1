package dev.telemetry.decision;

import java.util.Map;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, in values of a bounded set only: it contains no path, header or
 * parameter that a client chooses, so that each part may become a label. Only the thread
 * that gets it may read it, and only during the call: some parts are read from the
 * request, which the container uses again.
 *
 * @since 0.1.0
 */
public interface RequestOutcome extends RootOutcome {

	/** Stands for every method that HTTP does not define. */
	String OTHER_METHOD = "_OTHER";

	/**
	 * Returns the method.
	 * @return one of the methods that HTTP defines, else {@value #OTHER_METHOD}
	 */
	String method();

	/**
	 * Returns the matched pattern as the web framework knows it.
	 * @return the pattern, else {@code NOT_FOUND}, {@code REDIRECTION} or {@code UNKNOWN}
	 */
	String pattern();

	/**
	 * Returns the status of the response.
	 * @return the status, or 0 if none was sent
	 */
	int status();

	/**
	 * Returns the exception that left the handler or that was reported.
	 * @return the exception, or {@code null} if there is none
	 */
	@Nullable Throwable error();

	/**
	 * Returns the exception that a handler turned into the response.
	 * @return the exception, or {@code null} if there is none
	 */
	@Nullable Throwable handled();

	/**
	 * Returns the labels that the application adds to the measurement.
	 * @return values by their names, mostly none
	 */
	Map<String, String> labels();

	@Override
	default SpanKind kind() {
		return SpanKind.SERVER;
	}

	@Override
	default String operation() {
		return pattern();
	}

	/**
	 * Returns whether the request failed: an exception left the handler, or the status is
	 * 5xx. A 4xx status is the client's mistake, not an error of this service, and
	 * neither is a client that went away or broke its request, whatever is answered for
	 * that.
	 * @return whether the request failed
	 */
	@Override
	default boolean failed() {
		return !disconnected() && (status() >= 500 || error() != null);
	}

	/**
	 * Returns the exception that made the request fail.
	 * @return the exception that left the handler or was reported, else the one that was
	 * turned into a 5xx, or {@code null} if there is none
	 */
	@Override
	default @Nullable Throwable cause() {
		return (error() == null && status() >= 500) ? handled() : error();
	}

	/**
	 * Returns the value of {@code error.type}: the class of the exception, else the
	 * status.
	 * @return what went wrong, or {@code null} if nothing did
	 */
	default @Nullable String errorType() {
		Throwable cause = cause();
		if (cause != null) {
			return cause.getClass().getName();
		}
		return (status() >= 500) ? Integer.toString(status()) : null;
	}

}

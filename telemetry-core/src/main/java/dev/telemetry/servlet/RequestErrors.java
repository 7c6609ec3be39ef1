package dev.telemetry.servlet;

import jakarta.servlet.ServletRequest;

/**
 * Names the error of a request that no exception leaves. Thread safe; does nothing where
 * the request is not observed by {@link TelemetryFilter}.
 *
 * @since 0.1.0
 */
public final class RequestErrors {

	private RequestErrors() {
	}

	/**
	 * Marks a request as failed, whatever its status is. The first error stands.
	 * @param request the request
	 * @param error what went wrong: recorded on the span, and the {@code exception} tag
	 * of the measurement
	 */
	public static void report(ServletRequest request, Throwable error) {
		if (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange) {
			exchange.fail(error);
		}
	}

	/**
	 * Notes an exception that a handler may turn into a response. Only if that becomes a
	 * 5xx, it is recorded on the span. For the integration of web frameworks.
	 * @param request the request
	 * @param error what the handler threw
	 */
	public static void handled(ServletRequest request, Throwable error) {
		if (request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange) {
			exchange.noteHandled(error);
		}
	}

}

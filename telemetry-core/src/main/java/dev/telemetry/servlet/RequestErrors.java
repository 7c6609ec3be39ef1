package dev.telemetry.servlet;

import jakarta.servlet.ServletRequest;

/**
 * Reports the error of a request that ends without an exception. Thread safe; does
 * nothing if the request is not observed by {@link TelemetryFilter}, as with WebFlux or
 * if Spring Boot observes requests.
 *
 * @since 0.1.0
 */
public final class RequestErrors {

	private RequestErrors() {
	}

	/**
	 * Marks a request as failed, whatever its status is. Only the first error counts.
	 * @param request the request
	 * @param error what went wrong: it is recorded on the span, and its class is the
	 * {@code exception} tag of the measurement
	 */
	public static void report(ServletRequest request, Throwable error) {
		ServerExchange exchange = ServerExchange.of(request);
		if (exchange != null) {
			exchange.fail(error);
		}
	}

	/**
	 * Notes an exception that a handler may turn into a response. It is recorded on the
	 * span only if the response is a 5xx. For the integration of web frameworks.
	 * @param request the request
	 * @param error what the handler threw
	 */
	public static void handled(ServletRequest request, Throwable error) {
		ServerExchange exchange = ServerExchange.of(request);
		if (exchange != null) {
			exchange.noteHandled(error);
		}
	}

}

package dev.telemetry.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.HttpServerAttributes;

/**
 * Finds out how requests ended. Thread safe.
 */
final class RequestOutcomes {

	private static final int CLIENT_ERROR = 400;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private final InternalFailures failures;

	RequestOutcomes(InternalFailures failures) {
		this.failures = failures;
	}

	/**
	 * Notes whether a response is on the wire, when the first dispatch of an asynchronous
	 * request is over.
	 */
	void noteWhetherSent(ServerExchange exchange, HttpServletResponse response) {
		if (response.isCommitted() && !isSlow(exchange)) {
			exchange.noteStreamed();
		}
	}

	/**
	 * Notes when a response was put on the wire.
	 */
	void noteSent(ServerExchange exchange, long sentNanos) {
		if (!isSlow(exchange, sentNanos - exchange.startNanos())) {
			exchange.noteStreamed();
		}
	}

	boolean isSlow(ServerExchange exchange) {
		return isSlow(exchange, System.nanoTime() - exchange.startNanos());
	}

	private static boolean isSlow(ServerExchange exchange, long durationNanos) {
		return durationNanos > exchange.slowThresholdNanos();
	}

	/**
	 * How an exchange ended that ends now. Never throws.
	 * @param escaped whether an exception was left to the container
	 * @param answered whether the container is done
	 */
	RequestOutcome of(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response,
			boolean escaped, boolean answered) {
		long durationNanos = System.nanoTime() - exchange.startNanos();
		try {
			if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
				exchange.noteError(error);
			}
			int status = status(exchange, response, escaped, answered);
			boolean streamed = isSlow(exchange, durationNanos) && isStreamed(exchange, response);
			return new RequestOutcome(RequestNames.method(request), RequestNames.pattern(exchange.pattern(), status),
					status, durationNanos, exchange.error(), exchange.handled(), streamed);
		}
		catch (Throwable ex) {
			this.failures.report("finding out how a request ended", ex);
			return new RequestOutcome(RequestOutcome.OTHER_METHOD, RequestNames.UNKNOWN, 0, durationNanos,
					exchange.error(), exchange.handled(), false);
		}
	}

	/**
	 * The container turns an exception into an error response only after the filter has
	 * returned: unless the response is on the wire already, it will be a 500, whatever
	 * status was set before. That, and any error that was sent, may still become an error
	 * page with a status of its own. Whether it was sent, the response does not tell.
	 */
	private static int status(ServerExchange exchange, HttpServletResponse response, boolean escaped,
			boolean answered) {
		if (exchange.sentStatus() != 0) {
			return exchange.sentStatus();
		}
		boolean failing = escaped && !response.isCommitted();
		int status = (failing) ? INTERNAL_SERVER_ERROR : response.getStatus();
		if (failing || (!answered && status >= CLIENT_ERROR)) {
			exchange.span().setAttribute(HttpServerAttributes.STATUS_ESTIMATED, true);
		}
		return status;
	}

	private boolean isStreamed(ServerExchange exchange, HttpServletResponse response) {
		long sentNanos = exchange.committedNanos();
		if (sentNanos != ContainerHook.UNKNOWN) {
			noteSent(exchange, sentNanos);
		}
		String contentType = response.getContentType();
		return exchange.streamed() || (contentType != null && contentType.startsWith("text/event-stream"));
	}

}

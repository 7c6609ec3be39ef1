package dev.telemetry.servlet;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.request.RequestNames;

/**
 * Determines the outcomes of requests. Thread safe.
 */
final class RequestOutcomes {

	private static final int CLIENT_ERROR = 400;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private final ClientFailures clientFailures;

	private final InternalFailures failures;

	RequestOutcomes(ClientFailures clientFailures, InternalFailures failures) {
		this.clientFailures = clientFailures;
		this.failures = failures;
	}

	/**
	 * Notes whether the response was put on the wire in time, when a dispatch of an
	 * asynchronous request is over.
	 */
	static void noteWhetherSent(ServerExchange exchange) {
		if (exchange.response().isCommitted() && !isSlow(exchange)) {
			exchange.noteStreamed();
		}
	}

	/**
	 * Notes when a response was put on the wire.
	 */
	static void noteSent(ServerExchange exchange, long sentNanos) {
		if (!isSlow(exchange, sentNanos - exchange.startNanos())) {
			exchange.noteStreamed();
		}
	}

	static boolean isSlow(ServerExchange exchange) {
		return isSlow(exchange, System.nanoTime() - exchange.startNanos());
	}

	private static boolean isSlow(ServerExchange exchange, long durationNanos) {
		return durationNanos > exchange.slowThresholdNanos();
	}

	/**
	 * Returns the outcome of an exchange that ends now. Never throws.
	 */
	RequestOutcome of(ServerExchange exchange, Answer answer) {
		long durationNanos = System.nanoTime() - exchange.startNanos();
		try {
			noteObservedError(exchange);
			if (exchange.request().getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
				exchange.noteError(error, ErrorSource.CONTAINER);
			}
			int status = status(exchange, answer);
			boolean streamed = isSlow(exchange, durationNanos) && isStreamed(exchange);
			ExchangeNotes notes = exchange.notes();
			// Readers of the outcome call this: if it fails, it has to fail here.
			exchange.method();
			exchange.ended(status, durationNanos, UnusualEnd.of(notes.error(), notes.handled(), streamed,
					this.clientFailures.include(exchange, status), labels(exchange)));
			return exchange;
		}
		catch (Throwable ex) {
			this.failures.report("finding out how a request ended", ex);
			return new EndedRequest(RequestOutcome.OTHER_METHOD, RequestNames.UNKNOWN, 0, durationNanos,
					exchange.notes().error(), exchange.notes().handled(), false);
		}
	}

	/**
	 * Returns the status of the response, which may be estimated. The container turns an
	 * exception into an error response only after the filter has returned. Unless the
	 * response is on the wire already, its status will be 500, whatever status was set
	 * before. That error, like one of {@code sendError}, may still become an error page
	 * with another status.
	 */
	private int status(ServerExchange exchange, Answer answer) {
		int sentStatus = exchange.notes().sentStatus();
		if (sentStatus != 0) {
			return sentStatus;
		}
		HttpServletResponse response = exchange.response();
		boolean failing = isFailing(response, answer);
		int status = (failing) ? INTERNAL_SERVER_ERROR : response.getStatus();
		AsyncProgress async = exchange.async();
		if (status == INTERNAL_SERVER_ERROR && async != null && isBrokenOff(exchange, async)) {
			return async.status();
		}
		boolean open = answer == Answer.OPEN || answer == Answer.FAILING;
		if (failing || (open && status >= CLIENT_ERROR)) {
			exchange.span().setAttribute(HttpServerAttributes.STATUS_ESTIMATED, true);
		}
		return status;
	}

	// Tomcat sets the status 500 on a response whose connection breaks off, even if
	// another status is on the wire. A handler may have seen the failure of that
	// connection before.
	private boolean isBrokenOff(ServerExchange exchange, AsyncProgress async) {
		ExchangeNotes notes = exchange.notes();
		return async.status() < CLIENT_ERROR && notes.errorSource() == ErrorSource.CONTAINER
				&& notes.error() instanceof IOException && isOfConnection(notes.handled(), notes.error())
				&& exchange.response().isCommitted();
	}

	private boolean isOfConnection(@Nullable Throwable handled, @Nullable Throwable error) {
		return handled == null || handled.equals(error) || this.clientFailures.isOfConnection(handled);
	}

	private static boolean isFailing(HttpServletResponse response, Answer answer) {
		return switch (answer) {
			case OPEN, DONE -> false;
			case FAILING -> !response.isCommitted();
			case RETURNED -> !response.isCommitted() && response.getStatus() < CLIENT_ERROR;
		};
	}

	private static boolean isStreamed(ServerExchange exchange) {
		AsyncProgress async = exchange.async();
		long sentNanos = (async != null) ? async.committedNanos() : ContainerHook.UNKNOWN;
		if (sentNanos != ContainerHook.UNKNOWN) {
			noteSent(exchange, sentNanos);
		}
		return exchange.notes().streamed() || exchange.isEventStream();
	}

	private void noteObservedError(ServerExchange exchange) {
		RequestObservation observation = exchange.observation();
		try {
			exchange.noteError((observation != null) ? observation.error() : null, ErrorSource.REPORTED);
		}
		catch (Throwable ex) {
			this.failures.report("asking another library for an error", ex);
		}
	}

	private Map<String, String> labels(ServerExchange exchange) {
		RequestObservation observation = exchange.observation();
		if (observation == null) {
			return Map.of();
		}
		try {
			return observation.labels();
		}
		catch (Throwable ex) {
			this.failures.report("asking another library for labels", ex);
			return Map.of();
		}
	}

}

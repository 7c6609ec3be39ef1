package dev.telemetry.autoconfigure.web.reactive;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;
import org.springframework.web.util.DisconnectedClientHelper;

import dev.telemetry.decision.EndedRequest;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.request.RequestNames;
import dev.telemetry.request.RequestParsers;

/**
 * Determines the outcomes of requests of WebFlux.
 */
final class ReactiveOutcomes {

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final int OK = 200;

	private static final int INTERNAL_SERVER_ERROR = 500;

	/** The status if none was sent. */
	private static final int NONE = 0;

	/** The maximum number of causes to examine: a chain of causes may be a circle. */
	private static final int MAX_CAUSES = 20;

	/** The exceptions that servers throw if the connection to the client is broken. */
	private static final Set<String> OF_SERVERS = Set.of("reactor.netty.channel.AbortedException",
			"org.apache.catalina.connector.ClientAbortException", "org.eclipse.jetty.io.EofException");

	/**
	 * The code of Spring that reads uploads and forms. Spring has no exception type for a
	 * broken one.
	 */
	private static final String[] READERS = { "org.springframework.http.codec.multipart.",
			"org.springframework.http.codec.FormHttpMessageReader" };

	/** The number of frames to examine: a reader may throw from other classes. */
	private static final int MAX_READER_FRAMES = 3;

	private ReactiveOutcomes() {
	}

	/**
	 * Returns the outcome of a request that ends now.
	 * @param slowThresholdNanos the duration in nanoseconds beyond which requests are
	 * slow
	 */
	static RequestOutcome of(ReactiveExchange exchange, ServerRequestObservationContext context,
			long slowThresholdNanos) {
		long durationNanos = exchange.durationNanos();
		long threshold = exchange.slowThresholdNanos(slowThresholdNanos);
		int status = status(context);
		Throwable handled = handled(context);
		Throwable error = error(exchange, context);
		ServerHttpRequest request = context.getCarrier();
		boolean streamed = durationNanos > threshold && exchange.isStreamed(threshold);
		return new EndedRequest(RequestNames.method((request != null) ? request.getMethod().name() : null),
				RequestNames.pattern(context.getPathPattern(), status), status, durationNanos, error, handled, streamed,
				isDisconnected(context, status, (error != null) ? error : handled), Map.of());
	}

	private static int status(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		if (response == null || (context.isConnectionAborted() && !response.isCommitted())) {
			return NONE;
		}
		HttpStatusCode set = response.getStatusCode();
		if (set == null && !response.isCommitted()) {
			return NONE;
		}
		// Jetty does not report the status that it sends if the application sets none.
		int status = (set != null) ? set.value() : OK;
		return (status == OK && isWebSocket(context)) ? SWITCHING_PROTOCOLS : status;
	}

	// Netty does not report that it has switched protocols.
	private static boolean isWebSocket(ServerRequestObservationContext context) {
		return context.getAttributes().get(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof WebSocketHandler;
	}

	/**
	 * Returns whether the error of an observation is the exception that the exception
	 * handlers received last. If the observation reports it as an error, they have
	 * answered it; otherwise it breaks off a response that is already committed.
	 */
	@SuppressWarnings("ReferenceEquality")
	static boolean isErrorHandled(ServerRequestObservationContext context) {
		Throwable error = context.getError();
		return error != null && error == handled(context);
	}

	private static @Nullable Throwable error(ReactiveExchange exchange, ServerRequestObservationContext context) {
		return (exchange.isAnswered() && isErrorHandled(context)) ? null : context.getError();
	}

	private static @Nullable Throwable handled(ServerRequestObservationContext context) {
		return (context.getAttributes()
			.get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION) instanceof Throwable handled) ? handled : null;
	}

	// A 5xx that the application sent before the client disconnected is still an error. A
	// 5xx that was made from a broken connection to the client has not arrived; a broken
	// connection to another server is no disconnect of the client.
	private static boolean isDisconnected(ServerRequestObservationContext context, int status,
			@Nullable Throwable error) {
		boolean aborted = context.isConnectionAborted();
		if (error != null) {
			return isUnreadable(error) || ((aborted || isOfServer(error))
					&& DisconnectedClientHelper.isClientDisconnectedException(error));
		}
		return aborted && status < INTERNAL_SERVER_ERROR;
	}

	// If there is a checkpoint, Reactor reduces the stack trace of the exception to its
	// first frame. The suppressed exception that Reactor adds has all frames.
	private static boolean isUnreadable(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (isThrownByReader(cause, cause)) {
				return true;
			}
			for (Throwable added : cause.getSuppressed()) {
				if (isThrownByReader(cause, added)) {
					return true;
				}
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static boolean isThrownByReader(Throwable thrown, Throwable where) {
		StackTraceElement[] stack = where.getStackTrace();
		if (thrown.getCause() == null && thrown instanceof RuntimeException && RequestParsers.haveThrown(stack)) {
			return true;
		}
		for (int i = 0; i < MAX_READER_FRAMES && i < stack.length; i++) {
			for (String reader : READERS) {
				if (stack[i].getClassName().startsWith(reader)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isOfServer(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (OF_SERVERS.contains(cause.getClass().getName())) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}

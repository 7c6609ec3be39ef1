package dev.telemetry.autoconfigure.web.reactive;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;
import org.springframework.web.util.DisconnectedClientHelper;

import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.request.RequestNames;

/**
 * Finds out how requests ended.
 */
final class ReactiveOutcomes {

	private static final int INTERNAL_SERVER_ERROR = 500;

	/** None was sent. */
	private static final int NONE = 0;

	private ReactiveOutcomes() {
	}

	/**
	 * How a request ended that ends now.
	 * @param slowThresholdNanos beyond which duration requests are slow
	 */
	static RequestOutcome of(ReactiveExchange exchange, ServerRequestObservationContext context,
			long slowThresholdNanos) {
		long durationNanos = exchange.durationNanos();
		long threshold = exchange.slowThresholdNanos(slowThresholdNanos);
		int status = status(context);
		Throwable handled = handled(context);
		Throwable error = error(context);
		ServerHttpRequest request = context.getCarrier();
		boolean streamed = durationNanos > threshold && exchange.isStreamed(threshold);
		return new RequestOutcome(RequestNames.method((request != null) ? request.getMethod().name() : null),
				RequestNames.pattern(context.getPathPattern(), status), status, durationNanos, error, handled, streamed,
				isDisconnected(context, status, (error != null) ? error : handled), Map.of());
	}

	private static int status(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		if (response == null || (context.isConnectionAborted() && !response.isCommitted())) {
			return NONE;
		}
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : NONE;
	}

	/**
	 * The error of an observation, unless it is an exception that was turned into the
	 * response: that is noted as the error, too, also if the response is a 404.
	 */
	@SuppressWarnings("ReferenceEquality")
	static @Nullable Throwable error(ServerRequestObservationContext context) {
		Throwable error = context.getError();
		return (error != handled(context)) ? error : null;
	}

	private static @Nullable Throwable handled(ServerRequestObservationContext context) {
		return (context.getAttributes()
			.get(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION) instanceof Throwable handled) ? handled : null;
	}

	// A 5xx that the application has sent before is an error all the same. One that was
	// made of a broken connection has not arrived.
	private static boolean isDisconnected(ServerRequestObservationContext context, int status,
			@Nullable Throwable error) {
		if (error != null) {
			return DisconnectedClientHelper.isClientDisconnectedException(error);
		}
		return context.isConnectionAborted() && status < INTERNAL_SERVER_ERROR;
	}

}

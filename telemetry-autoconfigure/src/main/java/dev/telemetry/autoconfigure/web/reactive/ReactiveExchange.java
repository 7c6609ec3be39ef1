package dev.telemetry.autoconfigure.web.reactive;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.autoconfigure.observation.ObservedExchange;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.request.PathRule;

/**
 * The exchange of one request of WebFlux. Thread safe.
 */
final class ReactiveExchange extends ObservedExchange<RequestOutcome> {

	private static final long NOT_SENT = 0;

	private final @Nullable ServerHttpResponse response;

	private final @Nullable PathRule rule;

	private volatile long sentNanos;

	private volatile boolean answered;

	/**
	 * Creates an exchange.
	 * @param context the context that holds the span of the request
	 * @param rule the rule for the path of the request, or {@code null} if none applies
	 * @param startNanos when the request began, by the monotonic clock of the JVM
	 * @param startEpochNanos when the request began, in nanoseconds since 1970
	 */
	ReactiveExchange(@Nullable ServerHttpResponse response, Context context, @Nullable PathRule rule, long startNanos,
			long startEpochNanos) {
		super(context, startNanos, startEpochNanos);
		this.response = response;
		this.rule = rule;
	}

	/**
	 * Returns the exchange of an observation.
	 * @return the exchange, or {@code null} if {@link RequestTracing} does not trace the
	 * request
	 */
	static @Nullable ReactiveExchange of(ServerRequestObservationContext context) {
		return context.get(ReactiveExchange.class);
	}

	/**
	 * Notes that the response is being committed.
	 */
	void sending() {
		this.sentNanos = System.nanoTime();
	}

	/**
	 * Returns the duration in nanoseconds beyond which the request is slow.
	 * @param ofOthers the threshold of requests whose path has none of its own
	 */
	long slowThresholdNanos(long ofOthers) {
		PathSampling sampling = (this.rule != null) ? this.rule.sampling() : null;
		Long ofPath = (sampling != null) ? sampling.slowThresholdNanos() : null;
		return (ofPath != null) ? ofPath : ofOthers;
	}

	/**
	 * Returns whether the response was committed within the threshold, or is a stream of
	 * events. If such a request takes long, the time went into the body of the response.
	 */
	boolean isStreamed(long thresholdNanos) {
		long sent = this.sentNanos;
		return isEventStream() || (sent != NOT_SENT && sent - startNanos() <= thresholdNanos);
	}

	// A server may have recycled the response already, which then throws an exception.
	@Override
	public boolean isStreaming() {
		try {
			return ending() == null && (this.sentNanos != NOT_SENT || isEventStream());
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private boolean isEventStream() {
		HttpHeaders headers = (this.response != null) ? this.response.getHeaders() : null;
		String contentType = (headers != null) ? headers.getFirst(HttpHeaders.CONTENT_TYPE) : null;
		return contentType != null && contentType.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

	/**
	 * Notes that an exception handler made the response from the exception that left the
	 * handler.
	 */
	void answered() {
		this.answered = true;
	}

	boolean isAnswered() {
		return this.answered;
	}

}

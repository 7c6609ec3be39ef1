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
 * One request. Thread safe.
 */
final class ReactiveExchange extends ObservedExchange<RequestOutcome> {

	private static final long NOT_SENT = 0;

	private final @Nullable ServerHttpResponse response;

	private final @Nullable PathRule rule;

	private volatile long sentNanos;

	private volatile boolean answered;

	/**
	 * Creates an exchange.
	 * @param context the context that holds its span
	 * @param rule how requests for its path are sampled, if that differs from others
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 * @param startEpochNanos when it began, in nanoseconds since 1970
	 */
	ReactiveExchange(@Nullable ServerHttpResponse response, Context context, @Nullable PathRule rule, long startNanos,
			long startEpochNanos) {
		super(context, startNanos, startEpochNanos);
		this.response = response;
		this.rule = rule;
	}

	/**
	 * Returns what was noted for an observation.
	 * @return the exchange, or {@code null} if the request is not traced by this
	 */
	static @Nullable ReactiveExchange of(ServerRequestObservationContext context) {
		return context.get(ReactiveExchange.class);
	}

	/**
	 * Notes that the response is put on the wire.
	 */
	void sending() {
		this.sentNanos = System.nanoTime();
	}

	/**
	 * Beyond which duration the request is slow, in nanoseconds.
	 * @param ofOthers that of all other requests
	 */
	long slowThresholdNanos(long ofOthers) {
		PathSampling sampling = (this.rule != null) ? this.rule.sampling() : null;
		Long ofPath = (sampling != null) ? sampling.slowThresholdNanos() : null;
		return (ofPath != null) ? ofPath : ofOthers;
	}

	/**
	 * Returns whether the response was on the wire in time, or is a stream of events: if
	 * the request takes long, it is because of what follows.
	 */
	boolean isStreamed(long thresholdNanos) {
		long sent = this.sentNanos;
		return isEventStream() || (sent != NOT_SENT && sent - startNanos() <= thresholdNanos);
	}

	// A server may have taken the response back.
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
	 * Notes that the response was made of the exception that left the handler.
	 */
	void answered() {
		this.answered = true;
	}

	boolean isAnswered() {
		return this.answered;
	}

}

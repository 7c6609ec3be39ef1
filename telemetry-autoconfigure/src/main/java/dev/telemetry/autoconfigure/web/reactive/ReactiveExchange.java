package dev.telemetry.autoconfigure.web.reactive;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.request.PathRule;

/**
 * One request, from the start of its observation to the end. Thread safe.
 */
final class ReactiveExchange implements RootProgress {

	private static final long NOT_SENT = 0;

	private final @Nullable ServerHttpResponse response;

	private final Context context;

	private final @Nullable PathRule rule;

	private final long startNanos;

	private final long startEpochNanos;

	private volatile long sentNanos;

	private volatile boolean answered;

	private volatile @Nullable Ending ending;

	/**
	 * Creates an exchange.
	 * @param context the context that holds its span
	 * @param rule how requests for its path are sampled, if that differs from others
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 * @param startEpochNanos when it began, in nanoseconds since 1970
	 */
	ReactiveExchange(@Nullable ServerHttpResponse response, Context context, @Nullable PathRule rule, long startNanos,
			long startEpochNanos) {
		this.response = response;
		this.context = context;
		this.rule = rule;
		this.startNanos = startNanos;
		this.startEpochNanos = startEpochNanos;
	}

	/**
	 * What was noted for an observation.
	 * @return the exchange, or {@code null} if the request is not traced by this
	 */
	static @Nullable ReactiveExchange of(ServerRequestObservationContext context) {
		return context.get(ReactiveExchange.class);
	}

	Context context() {
		return this.context;
	}

	Span span() {
		return Span.fromContext(this.context);
	}

	long durationNanos() {
		return System.nanoTime() - this.startNanos;
	}

	long endEpochNanos(RequestOutcome outcome) {
		return this.startEpochNanos + outcome.durationNanos();
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
	 * Whether the response was on the wire in time, or is a stream of events: if the
	 * request takes long, it is because of what follows.
	 */
	boolean isStreamed(long thresholdNanos) {
		long sent = this.sentNanos;
		return isEventStream() || (sent != NOT_SENT && sent - this.startNanos <= thresholdNanos);
	}

	// A server may have taken the response back.
	@Override
	public boolean isStreaming() {
		try {
			return this.ending == null && (this.sentNanos != NOT_SENT || isEventStream());
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

	/**
	 * Notes how it ended, once it is decided.
	 */
	void end(Ending ending) {
		this.ending = ending;
	}

	/**
	 * How it ended, or {@code null} if that is not decided yet.
	 */
	@Nullable Ending ending() {
		return this.ending;
	}

	/**
	 * How a request ended.
	 *
	 * @param outcome the outcome
	 * @param kept whether attributes are to be written
	 */
	record Ending(RequestOutcome outcome, boolean kept) {

	}

}

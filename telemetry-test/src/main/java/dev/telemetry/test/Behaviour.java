package dev.telemetry.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How an {@link OtlpReceiver} answers; set it with
 * {@link OtlpReceiver#respond(Behaviour)}. Immutable, and good for any number of
 * receivers of both transports.
 *
 * @since 0.1.0
 */
public final class Behaviour {

	private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

	private final String description;

	private final Duration pause;

	private final Consumer<Exchange> answer;

	private Behaviour(String description, Duration pause, Consumer<Exchange> answer) {
		this.description = description;
		this.pause = pause;
		this.answer = answer;
	}

	/**
	 * Accepts all spans at once. A receiver starts with this.
	 * @return the behaviour
	 */
	public static Behaviour accept() {
		return new Behaviour("accept", Duration.ZERO, Behaviour::acceptAll);
	}

	/**
	 * Accepts all spans, but late.
	 * @param pause time between the request and the answer
	 * @return the behaviour
	 * @throws IllegalArgumentException when the pause is negative
	 */
	public static Behaviour delay(Duration pause) {
		require(!pause.isNegative(), "'pause' must not be negative");
		return new Behaviour("delay " + pause, pause, Behaviour::acceptAll);
	}

	/**
	 * Holds requests without an answer until the behaviour changes, which then applies to
	 * them, or until the receiver closes.
	 * @return the behaviour
	 */
	public static Behaviour hang() {
		return new Behaviour("hang", FOREVER, Behaviour::acceptAll);
	}

	/**
	 * Rejects requests. Over gRPC the status becomes the code that OTLP servers use for
	 * the same case: 400 INVALID_ARGUMENT, 401 UNAUTHENTICATED, 403 PERMISSION_DENIED,
	 * 404 and 501 UNIMPLEMENTED, 408 DEADLINE_EXCEEDED, 413 and 429 RESOURCE_EXHAUSTED,
	 * 500 INTERNAL, 502, 503 and 504 UNAVAILABLE, all others UNKNOWN.
	 * @param httpStatus the HTTP status, 300 to 599
	 * @return the behaviour
	 * @throws IllegalArgumentException when the status is outside of the range
	 */
	public static Behaviour status(int httpStatus) {
		return reject(httpStatus, null);
	}

	/**
	 * Rejects requests and tells the client when to come back: over HTTP by the header
	 * {@code Retry-After}, over gRPC by {@code RetryInfo} in the status details.
	 * @param httpStatus the HTTP status, 300 to 599
	 * @param retryAfter the time to wait, rounded up to seconds over HTTP
	 * @return the behaviour
	 * @throws IllegalArgumentException when the status is outside of the range, or the
	 * time negative
	 * @see #status(int)
	 */
	public static Behaviour status(int httpStatus, Duration retryAfter) {
		require(!retryAfter.isNegative(), "'retryAfter' must not be negative");
		return reject(httpStatus, retryAfter);
	}

	/**
	 * Accepts all spans of a request but the last ones, and says so in the answer.
	 * @param rejected how many spans to reject; 0 makes the message a mere warning
	 * @param message the reason given to the client
	 * @return the behaviour
	 * @throws IllegalArgumentException when the number is negative
	 */
	public static Behaviour partialSuccess(long rejected, String message) {
		require(rejected >= 0, "'rejected' must not be negative");
		return immediate("partial success, " + rejected + " rejected",
				(exchange) -> exchange.accept(rejected, message));
	}

	/**
	 * Reads requests, then closes the connection without an answer. For an address on
	 * which nobody listens see {@link OtlpReceiver#unusedEndpoint()}.
	 * @return the behaviour
	 */
	public static Behaviour refuse() {
		return immediate("refuse", (exchange) -> exchange.reply().disconnect());
	}

	/**
	 * Begins an answer, then sends one byte of it after the other, with a pause between
	 * them, for as long as the client has the patience. An answer that has begun goes on
	 * when the behaviour changes. No spans count as received.
	 * @return the behaviour
	 */
	public static Behaviour drip() {
		return immediate("drip", (exchange) -> exchange.reply().drip());
	}

	/**
	 * Begins an answer, then closes the connection before it is complete. No spans count
	 * as received.
	 * @return the behaviour
	 */
	public static Behaviour closeInTheMiddle() {
		return immediate("close in the middle", (exchange) -> exchange.reply().closeInTheMiddle());
	}

	/**
	 * Answers with an OTLP message of the size given, most of it the text of a warning.
	 * It is made while it is sent, so it needs no memory here. No spans count as
	 * received.
	 * @param bytes the size of the message, from 1 KB to 1 GB
	 * @return the behaviour
	 * @throws IllegalArgumentException when the size is outside of the range
	 */
	public static Behaviour hugeBody(long bytes) {
		require(bytes >= 1024 && bytes <= 1024 * 1024 * 1024, "'bytes' must be between 1 KB and 1 GB");
		return immediate("huge body, %d bytes".formatted(bytes), (exchange) -> exchange.reply().sendHuge(bytes));
	}

	/**
	 * Answers HTTP status 200 with a body that is not OTLP, such as the login page of a
	 * proxy. No spans count as received. Over gRPC the client gets UNKNOWN, which is what
	 * gRPC clients make of such a page.
	 * @param contentType value of the header {@code Content-Type}
	 * @param body the body
	 * @return the behaviour
	 */
	public static Behaviour body(String contentType, byte[] body) {
		byte[] copy = body.clone();
		return immediate("body " + contentType, (exchange) -> exchange.reply().send(contentType, copy));
	}

	/**
	 * Answers HTTP status 200 with text that is not OTLP.
	 * @param contentType value of the header {@code Content-Type}
	 * @param body the text, sent as UTF-8
	 * @return the behaviour
	 * @see #body(String, byte[])
	 */
	public static Behaviour body(String contentType, String body) {
		return body(contentType, body.getBytes(StandardCharsets.UTF_8));
	}

	Duration pause() {
		return this.pause;
	}

	boolean hangs() {
		return this.pause.equals(FOREVER);
	}

	void answer(Exchange exchange) {
		this.answer.accept(exchange);
	}

	/**
	 * Describes the behaviour for messages.
	 * @return a few words
	 */
	@Override
	public String toString() {
		return this.description;
	}

	private static void acceptAll(Exchange exchange) {
		exchange.accept(0, "");
	}

	private static Behaviour reject(int httpStatus, @Nullable Duration retryAfter) {
		require(httpStatus >= 300 && httpStatus <= 599, "'httpStatus' must be between 300 and 599");
		return immediate("status " + httpStatus, (exchange) -> exchange.reply().reject(httpStatus, retryAfter));
	}

	private static Behaviour immediate(String description, Consumer<Exchange> answer) {
		return new Behaviour(description, Duration.ZERO, answer);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}

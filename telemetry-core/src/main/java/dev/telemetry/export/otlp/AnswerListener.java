package dev.telemetry.export.otlp;

import java.time.Duration;

/**
 * Is told what an OTLP backend answered to one batch. Called on threads of the exporter,
 * before the exporter itself knows the result.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface AnswerListener {

	/**
	 * The backend accepts the batch, but not some of its records. Added up where it is
	 * called more than once.
	 * @param number how many
	 */
	void rejected(long number);

	/**
	 * The backend did not accept the batch.
	 * @param status what went wrong, in words of this project and never its own
	 * @param refused whether it would not take this batch at any other time either
	 */
	void answered(String status, boolean refused);

	/**
	 * There was no answer. What the exporter completes the export with tells whether the
	 * batch may have arrived all the same.
	 * @param words what went wrong, in words of this project
	 */
	void unanswered(String words);

	/**
	 * The request was sent. Does nothing by default.
	 * @param bytes how long its body was, after it was compressed
	 */
	default void sent(long bytes) {
	}

	/**
	 * The backend asked not to be sent anything for a while, by {@code Retry-After} of
	 * HTTP or {@code RetryInfo} of gRPC. Called before {@link #answered}. Does nothing by
	 * default.
	 * @param delay how long, above zero and at most an hour
	 */
	default void retryAfter(Duration delay) {
	}

}

package dev.telemetry.export.otlp;

import java.time.Duration;

/**
 * Receives the answers of an OTLP backend to one batch. Called on threads of the
 * exporter, before the exporter itself knows the result.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface AnswerListener {

	/**
	 * Notes that the backend accepted the batch, but rejected some of its records. The
	 * numbers of several calls are added up.
	 * @param number the number of rejected records
	 */
	void rejected(long number);

	/**
	 * Notes that the backend did not accept the batch.
	 * @param status what went wrong, in words of this project and never of the backend
	 * @param refused whether the backend would not accept this batch at any later time
	 */
	void answered(String status, boolean refused);

	/**
	 * Notes that there was no answer. The exception that the exporter completes the
	 * export with tells whether the batch may have arrived nevertheless.
	 * @param words what went wrong, in words of this project
	 */
	void unanswered(String words);

	/**
	 * Notes that the request was sent. Does nothing by default.
	 * @param bytes length of the compressed body, in bytes
	 */
	default void sent(long bytes) {
	}

	/**
	 * Notes that the backend asked not to be called for a while, by {@code Retry-After}
	 * of HTTP or {@code RetryInfo} of gRPC. Called before {@link #answered}. Does nothing
	 * by default.
	 * @param delay how long, above zero and at most an hour
	 */
	default void retryAfter(Duration delay) {
	}

}

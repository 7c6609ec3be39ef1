package dev.telemetry.export.otlp;

import io.opentelemetry.common.ComponentLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of an OTLP backend, which OpenTelemetry's exporters discard: how many
 * spans of an accepted batch were rejected, with which status a batch was refused, and
 * whether an answer with status {@code 200} came from an OTLP backend at all. Each
 * exporter needs its own instance. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#partial-success">OTLP, partial
 * success</a>
 */
public final class OtlpResponses {

	private volatile @Nullable AnswerListener current;

	/**
	 * Returns a loader for {@code setComponentLoader} of an exporter's builder. The
	 * senders that it loads report the answers here.
	 * @return the loader
	 */
	public ComponentLoader senders() {
		return new ResponseReadingSenders(() -> this.current);
	}

	/**
	 * Sets the attempt that is sent from now on. To be called only by the sending thread.
	 * @param attempt receives the answers
	 */
	public void begin(AnswerListener attempt) {
		this.current = attempt;
	}

	/**
	 * Reports that records of a batch were lost before they reached the backend, or were
	 * not taken by an exporter that does not speak OTLP. To be called only by the sending
	 * thread.
	 * @param number the number of records
	 */
	public void rejected(long number) {
		AnswerListener attempt = this.current;
		if (attempt != null) {
			attempt.rejected(number);
		}
	}

}

package dev.telemetry.export.otlp;

import io.opentelemetry.common.ComponentLoader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of an OTLP backend, which OpenTelemetry's exporters throw away: how
 * many spans were rejected of a batch that was accepted, which status a batch was refused
 * with, and whether it was an OTLP backend at all that said {@code 200}. One for each
 * exporter. Thread safe.
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
	 * Makes an exporter report its answers here: for {@code setComponentLoader} of its
	 * builder.
	 * @return a loader of senders
	 */
	public ComponentLoader senders() {
		return new ResponseReadingSenders(() -> this.current);
	}

	/**
	 * Names the batch that is sent from now on. Only for the thread that sends it.
	 * @param attempt is told of the answers
	 */
	public void begin(AnswerListener attempt) {
		this.current = attempt;
	}

	/**
	 * Reports that some of a batch are lost before its backend gets it, or that an
	 * exporter that speaks no OTLP has not taken them. Only for the thread that sends it.
	 * @param number how many
	 */
	public void rejected(long number) {
		AnswerListener attempt = this.current;
		if (attempt != null) {
			attempt.rejected(number);
		}
	}

}

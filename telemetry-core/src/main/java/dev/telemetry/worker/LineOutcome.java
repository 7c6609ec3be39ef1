package dev.telemetry.worker;

import java.util.Locale;

/**
 * Outcome of a line that a worker prints. Every line that is read has one.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LineOutcome {

	/** The line became telemetry. */
	FOLDED,

	/** The line was passed on as it is. */
	TEXT,

	/** The line is valid, but was not taken. */
	DROPPED,

	/** The line is not valid telemetry. */
	REJECTED;

	/**
	 * Returns the outcome as in metrics.
	 * @return the word
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}

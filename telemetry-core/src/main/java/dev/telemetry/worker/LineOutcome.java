package dev.telemetry.worker;

import java.util.Locale;

/**
 * What becomes of lines that workers print: all that are read are one of these.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LineOutcome {

	/** Became telemetry. */
	FOLDED,

	/** Passed on as it is. */
	TEXT,

	/** Good, but too many. */
	DROPPED,

	/** Not what it claims to be. */
	REJECTED;

	/**
	 * The outcome as in metrics.
	 * @return the word
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}

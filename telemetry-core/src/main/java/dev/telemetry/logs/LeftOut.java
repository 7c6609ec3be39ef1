package dev.telemetry.logs;

import java.util.Locale;

/**
 * Reason why a captured record is not exported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LeftOut {

	/** There were too many records before an exporter was ready. */
	EARLY,

	/**
	 * The record was logged while telemetry was exporting, or too deep within other log
	 * calls.
	 */
	RECURSION,

	/** The record could not be read. */
	UNREADABLE,

	/** The record waited for a trace that is not kept. */
	NOT_KEPT,

	/** The record waited for a trace, and had to make room. */
	HOLD_FULL,

	/**
	 * The record waited for a trace that had to make room for others before it was
	 * decided.
	 */
	TRACE_EVICTED,

	/** The record came after the end of telemetry, or was waiting at that time. */
	CLOSED;

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * Returns the reason as a value of a metric's label.
	 * @return the name in lower case
	 */
	public String text() {
		return this.text;
	}

}

package dev.telemetry.logs;

/**
 * Reason why a captured record is not exported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LeftOut {

	/** There were too many records before an exporter was ready. */
	EARLY("early"),

	/**
	 * The record was logged while telemetry was exporting, or too deep within other log
	 * calls.
	 */
	RECURSION("recursion"),

	/** The record could not be read. */
	UNREADABLE("unreadable"),

	/** The record waited for a trace that is not kept. */
	NOT_KEPT("not_kept"),

	/** The record waited for a trace, and had to make room. */
	HOLD_FULL("hold_full"),

	/**
	 * The record waited for a trace that had to make room for others before it was
	 * decided.
	 */
	TRACE_EVICTED("trace_evicted"),

	/** The record came after the end of telemetry, or was waiting at that time. */
	CLOSED("closed");

	private final String text;

	LeftOut(String text) {
		this.text = text;
	}

	/**
	 * Returns the reason as a value of a metric's label.
	 * @return a word in lower case
	 */
	public String text() {
		return this.text;
	}

}

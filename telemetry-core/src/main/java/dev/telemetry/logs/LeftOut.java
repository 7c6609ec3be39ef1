package dev.telemetry.logs;

/**
 * Why a record that was wanted is not exported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LeftOut {

	/** There were too many before there was something to export them. */
	EARLY("early"),

	/** It was logged while telemetry exported, or too deep within other log calls. */
	RECURSION("recursion"),

	/** It could not be read. */
	UNREADABLE("unreadable"),

	/** It waited for a trace that is not kept. */
	NOT_KEPT("not_kept"),

	/** It waited for a trace, and had to make room. */
	HOLD_FULL("hold_full"),

	/** It waited for a trace that had to make room for others before it was decided. */
	TRACE_EVICTED("trace_evicted"),

	/** It came after the end of telemetry, or waited then. */
	CLOSED("closed");

	private final String text;

	LeftOut(String text) {
		this.text = text;
	}

	/**
	 * The reason as a value of a metric's label.
	 * @return a word in lower case
	 */
	public String text() {
		return this.text;
	}

}

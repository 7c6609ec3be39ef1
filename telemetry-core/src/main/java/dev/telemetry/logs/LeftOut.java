package dev.telemetry.logs;

/**
 * Why a record that was wanted is not captured.
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

	/** It came after the end of telemetry. */
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

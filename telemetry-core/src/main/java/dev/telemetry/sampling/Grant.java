package dev.telemetry.sampling;

/**
 * Result of asking a limit of traces in a second to keep one more.
 */
enum Grant {

	/** The limit was not asked yet. */
	NOT_ASKED,

	/**
	 * The limit could not promise to keep the root. It is asked again when the root ends.
	 */
	NOT_PROMISED,

	/** The root is kept. */
	GRANTED,

	/** The root is not kept for this reason. */
	REFUSED

}

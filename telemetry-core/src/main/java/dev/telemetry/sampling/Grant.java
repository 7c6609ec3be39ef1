package dev.telemetry.sampling;

/**
 * What came of asking for one of those that are kept in a second.
 */
enum Grant {

	/** Not asked for yet. */
	NOT_ASKED,

	/** There was none for a promise; at the end it is asked for again. */
	NOT_PROMISED,

	/** The root is kept. */
	GRANTED,

	/** The root is not kept for this. */
	REFUSED

}

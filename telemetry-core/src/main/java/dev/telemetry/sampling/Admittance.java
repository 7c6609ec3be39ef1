package dev.telemetry.sampling;

/**
 * What came of noting a span that starts below a root.
 */
enum Admittance {

	/** It belongs to the trace. */
	ENTERED,

	/** There was no room. */
	FULL,

	/** There is no room for the trace either. */
	UNFOLLOWED,

	/** The trace is over and kept. */
	KEPT,

	/** The trace is over and not kept. */
	NOT_KEPT

}

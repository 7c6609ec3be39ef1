package dev.telemetry.sampling;

/**
 * Result of noting a span that starts below a local root.
 */
enum Admittance {

	/** The span belongs to the trace. */
	ENTERED,

	/** There is no room for the span. */
	FULL,

	/** There is no room for the span, nor for its trace. */
	UNFOLLOWED,

	/** The trace is over and kept. */
	KEPT,

	/** The trace is over and not kept. */
	NOT_KEPT

}

package dev.telemetry.sampling;

/**
 * What came of noting a span below a root.
 */
enum Admittance {

	/** It belongs to the trace. */
	ENTERED,

	/** There was no room. */
	FULL,

	/** The trace is over. */
	CLOSED

}

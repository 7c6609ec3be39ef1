package dev.telemetry.view;

/**
 * A group of traces that make room for each other. As long as a ring takes less than a
 * third of the memory, the other rings displace nothing from it.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum Ring {

	/** Traces that are kept and have failed. */
	ERRORS,

	/** Traces that are kept because they were slow. */
	SLOW,

	/** All other traces. */
	OTHERS

}

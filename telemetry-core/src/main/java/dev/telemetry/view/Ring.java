package dev.telemetry.view;

/**
 * What traces make room for each other: as long as a ring takes less than a third of the
 * memory, none of the others pushes anything out of it.
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

	/** All others. */
	OTHERS

}

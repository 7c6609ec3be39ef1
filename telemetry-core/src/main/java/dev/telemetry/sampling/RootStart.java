package dev.telemetry.sampling;

/**
 * How a local root started.
 */
enum RootStart {

	/** The root has no parent. */
	HERE,

	/**
	 * The root has a parent in another process, or a parent that was built from stored
	 * ids.
	 */
	CALLED,

	/** The root has a parent in another process, whose sampling decision is ignored. */
	CALLED_BY_OUTSIDER,

	/** The root has a parent in this process that has ended. */
	LATE

}

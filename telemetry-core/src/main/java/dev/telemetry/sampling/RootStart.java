package dev.telemetry.sampling;

/**
 * How a local root started.
 */
enum RootStart {

	/** Without a parent. */
	HERE,

	/**
	 * With a parent in another process, or with a parent that was built from stored ids.
	 */
	CALLED,

	/** With a parent in another process, whose sampling decision is ignored. */
	CALLED_BY_OUTSIDER,

	/** With a parent in this process that is over. */
	LATE

}

package dev.telemetry.sampling;

/**
 * How a local root started.
 */
enum RootStart {

	/** Without a parent. */
	HERE,

	/** With a parent in another process, or one that was made of ids that were kept. */
	CALLED,

	/** With a parent in another process, whose decision does not count. */
	CALLED_BY_OUTSIDER,

	/** With a parent in this process that is over. */
	LATE

}

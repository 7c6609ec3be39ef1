package dev.telemetry.autoconfigure.job;

/**
 * Places in the chain of what is done around a method, the outermost first.
 */
enum Place {

	/** Jobs and timers: around transactions, retries and locks. */
	JOB,

	/** Calls to other services: within caches and retries. */
	CALL,

	/** Right around the body of the method. */
	BODY

}

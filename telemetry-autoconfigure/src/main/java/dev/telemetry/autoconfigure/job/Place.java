package dev.telemetry.autoconfigure.job;

/**
 * Places in the chain of advice around a method, the outermost first.
 */
enum Place {

	/** Jobs and timers: around transactions, retries and locks. */
	JOB,

	/** Calls to other services: inside of caches and retries. */
	CALL,

	/** Directly around the body of the method. */
	BODY

}

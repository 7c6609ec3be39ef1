package dev.telemetry.worker;

/**
 * Receives lines in the order in which they were printed, on one thread.
 */
interface LineTarget {

	/**
	 * Receives a line, or a piece of one. Must not throw.
	 * @param bytes the bytes, without the line break
	 * @param telemetry whether the line is marked as telemetry
	 * @param ends whether a line break follows
	 */
	void process(byte[] bytes, boolean telemetry, boolean ends);

	/**
	 * Ends the worker if it is over.
	 * @param nowNanos the time of the monotonic clock
	 * @return whether no more lines are accepted; reading may go on as long as a process
	 * keeps the stream open
	 */
	boolean endIfOver(long nowNanos);

	/**
	 * Returns whether the worker will be over soon.
	 */
	boolean isEnding();

}

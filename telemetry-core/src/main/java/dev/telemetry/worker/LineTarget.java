package dev.telemetry.worker;

/**
 * Takes lines in the order in which they were printed, on one thread.
 */
interface LineTarget {

	/**
	 * Takes a line. Must not throw.
	 * @param bytes the bytes, without the end of the line
	 * @param telemetry whether it claims to be telemetry
	 * @param ends whether the end of the line comes after it
	 */
	void process(byte[] bytes, boolean telemetry, boolean ends);

	/**
	 * Ends what is over.
	 * @param nowNanos the time of the monotonic clock
	 * @return whether nothing more comes: what is over may be read all the same, as long
	 * as something holds the stream
	 */
	boolean endIfOver(long nowNanos);

	/**
	 * Whether it will be over soon.
	 */
	boolean isEnding();

}

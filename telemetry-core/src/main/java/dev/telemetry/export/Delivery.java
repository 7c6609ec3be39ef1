package dev.telemetry.export;

/**
 * Brings what is queued to a backend. Only for the exporting thread.
 */
interface Delivery {

	/**
	 * Sends what is queued, as far as it makes sense now.
	 * @param atOnce whether somebody waits for it
	 * @param closing whether there will be nothing more
	 * @return whether all of it was acknowledged
	 */
	boolean deliver(boolean atOnce, boolean closing);

	/**
	 * Whether a full batch would be taken now.
	 */
	boolean takesBatches();

	/**
	 * How long to wait if nothing happens.
	 * @return nanoseconds, at most 0 if there is something to do now
	 */
	long pauseNanos();

	/**
	 * Whether the backend may be sent something else.
	 */
	boolean isFree();

	/**
	 * Whether what is queued has nowhere to go, at the end of the application.
	 */
	boolean isStuck();

	/**
	 * Ends. Called once, when nothing is delivered any more.
	 */
	void close();

}

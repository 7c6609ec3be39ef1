package dev.telemetry.export;

/**
 * Delivers queued records to a backend. To be used only by the exporting thread.
 */
interface Delivery {

	/**
	 * Sends queued records, as far as it makes sense now.
	 * @param atOnce whether a caller waits for the result
	 * @param closing whether no more records will come
	 * @return whether all records were acknowledged
	 */
	boolean deliver(boolean atOnce, boolean closing);

	/**
	 * Returns whether a full batch would be taken now.
	 */
	boolean takesBatches();

	/**
	 * Returns how long to wait if nothing happens.
	 * @return nanoseconds, at most 0 if there is work to do now
	 */
	long pauseNanos();

	/**
	 * Returns whether something else may be sent to the backend.
	 */
	boolean isFree();

	/**
	 * Returns whether queued records cannot be delivered any more, at the end of the
	 * application.
	 */
	boolean isStuck();

	/**
	 * Closes the delivery. Called once, when nothing is delivered any more.
	 */
	void close();

}

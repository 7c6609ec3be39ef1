package dev.telemetry.health;

/**
 * Fill level of the queue of an exporter. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface ExporterQueue {

	/**
	 * Returns how many records wait, or are being sent.
	 * @return the number
	 */
	int held();

	/**
	 * Returns how much memory these records take, as measured when they were admitted.
	 * @return bytes
	 */
	long heldBytes();

	/**
	 * Returns how many records can wait.
	 * @return the number
	 */
	int capacity();

	/**
	 * Returns how much memory the records may take.
	 * @return bytes
	 */
	long maxBytes();

}

package dev.telemetry.health;

/**
 * How full the queue of an exporter is. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface ExporterQueue {

	/**
	 * How many records wait, or are being sent.
	 * @return the number
	 */
	int held();

	/**
	 * How much memory those take, as it was measured when they were admitted.
	 * @return bytes
	 */
	long heldBytes();

	/**
	 * How many records can wait.
	 * @return the number
	 */
	int capacity();

	/**
	 * How much memory they may take.
	 * @return bytes
	 */
	long maxBytes();

}

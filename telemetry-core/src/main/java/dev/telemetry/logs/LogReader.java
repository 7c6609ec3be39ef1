package dev.telemetry.logs;

/**
 * Reads an event of a logging system.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <E> the type of the event
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogReader<E> {

	/**
	 * Copies the data of an event that may be gone or different later. If it throws, the
	 * record is counted as left out.
	 * @param event the event
	 * @param log the record to copy the data to
	 */
	void read(E event, CapturedLog log);

}

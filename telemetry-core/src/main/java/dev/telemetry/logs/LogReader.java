package dev.telemetry.logs;

/**
 * Reads an event of a logging system.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <E> the event
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogReader<E> {

	/**
	 * Copies what may be gone or different later. May throw: the record is counted as
	 * left out then.
	 * @param event the event
	 * @param log where to copy it to
	 */
	void read(E event, CapturedLog log);

}

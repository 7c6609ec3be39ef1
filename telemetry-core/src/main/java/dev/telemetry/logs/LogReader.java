package dev.telemetry.logs;

/**
 * Reads an event of a logging system. Public for other packages of this project only, and
 * may change.
 *
 * @param <E> the event
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

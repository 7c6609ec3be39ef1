package dev.telemetry.logs;

/**
 * Takes captured records. Must neither wait nor throw. Thread safe. Public for other
 * modules of this project only, and may change.
 */
@FunctionalInterface
public interface LogConsumer {

	/**
	 * Takes a record.
	 * @param log the record, which does not change any more
	 */
	void accept(CapturedLog log);

}

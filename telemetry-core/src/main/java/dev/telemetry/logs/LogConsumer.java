package dev.telemetry.logs;

/**
 * Receives captured records. Must neither wait nor throw. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogConsumer {

	/**
	 * Receives a record.
	 * @param log the record, which does not change any more
	 */
	void accept(CapturedLog log);

	/**
	 * Returns how many records wait here before they are passed on.
	 * @return the number
	 */
	default long waiting() {
		return 0;
	}

	/**
	 * Gives up and counts all waiting records. From now on, none waits.
	 */
	default void close() {
	}

}

package dev.telemetry.logs;

/**
 * Takes captured records. Must neither wait nor throw. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogConsumer {

	/**
	 * Takes a record.
	 * @param log the record, which does not change any more
	 */
	void accept(CapturedLog log);

	/**
	 * How many records wait here before they are handed on.
	 * @return the number
	 */
	default long waiting() {
		return 0;
	}

	/**
	 * Lets nothing wait any more: what does is given up, and counted.
	 */
	default void close() {
	}

}

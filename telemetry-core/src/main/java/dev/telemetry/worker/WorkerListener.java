package dev.telemetry.worker;

/**
 * Listens to workers. Called on one thread of this project; exceptions are caught.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface WorkerListener {

	/**
	 * Notes that a pool has its first worker.
	 * @param counts the counts of the pool
	 */
	default void pool(PoolCounts counts) {
	}

	/**
	 * Notes an event of a trace that is recorded.
	 * @param event the event
	 */
	default void event(WorkerEvent event) {
	}

	/**
	 * Notes an event, or a span, whose name is in the catalogue.
	 * @param pool the pool
	 * @param event name of the event
	 */
	default void counted(String pool, String event) {
	}

	/**
	 * Notes a measurement of an event, or of a span, where the catalogue has both names.
	 * @param pool the pool
	 * @param event name of the event
	 * @param measurement name of the measurement
	 * @param value value of the measurement
	 */
	default void measured(String pool, String event, String measurement, double value) {
	}

}

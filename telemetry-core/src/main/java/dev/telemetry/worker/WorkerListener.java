package dev.telemetry.worker;

/**
 * Is told what workers do. Called on one thread of the project; what is thrown ends
 * there.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface WorkerListener {

	/**
	 * A pool has its first worker.
	 * @param counts its numbers
	 */
	default void pool(PoolCounts counts) {
	}

	/**
	 * There was an event of a trace that is recorded.
	 * @param event the event
	 */
	default void event(WorkerEvent event) {
	}

	/**
	 * There was an event, or a span, that is in the catalogue.
	 * @param pool the pool
	 * @param event its name
	 */
	default void counted(String pool, String event) {
	}

	/**
	 * An event that is in the catalogue, or a span, has a measurement that is there too.
	 * @param pool the pool
	 * @param event its name
	 * @param measurement name of the measurement
	 * @param value its value
	 */
	default void measured(String pool, String event, String measurement, double value) {
	}

}

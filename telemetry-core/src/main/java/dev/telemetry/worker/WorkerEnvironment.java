package dev.telemetry.worker;

import java.util.Map;
import java.util.Set;

/**
 * Variables in the environment of workers, in addition to those of the trace.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkerEnvironment {

	/** Adds no variables. */
	WorkerEnvironment NONE = (control, pool) -> Map.of();

	/**
	 * Returns the variables of a worker that is about to start.
	 * @param control which lines are taken
	 * @param pool pool of the worker, or {@value PoolRatios#ALL_POOLS}
	 * @return values by name
	 */
	Map<String, String> variables(WorkerControl control, String pool);

	/**
	 * Returns the variables that repeat the value of another variable, even if the
	 * application has set that one. Unlike the other one, they override the configuration
	 * of the worker.
	 * @return for each variable, the name of the one that it repeats
	 */
	default Map<String, String> repeated() {
		return Map.of();
	}

	/**
	 * Returns the variables that a worker must not inherit, because they would override
	 * its own.
	 * @return names of variables
	 */
	default Set<String> notInherited() {
		return Set.of();
	}

}

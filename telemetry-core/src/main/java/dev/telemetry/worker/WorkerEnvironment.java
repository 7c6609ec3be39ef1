package dev.telemetry.worker;

import java.util.Map;
import java.util.Set;

/**
 * What workers get in their environment beside the trace.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WorkerEnvironment {

	/** Nothing. */
	WorkerEnvironment NONE = (control, pool) -> Map.of();

	/**
	 * The variables of a worker that is about to start.
	 * @param control how much is taken
	 * @param pool what the worker is for, or {@value PoolRatios#ALL_POOLS}
	 * @return values by name
	 */
	Map<String, String> variables(WorkerControl control, String pool);

	/**
	 * The variables that a worker does not inherit: it would go by them rather than by
	 * its own.
	 * @return names of variables
	 */
	default Set<String> notInherited() {
		return Set.of();
	}

}

package dev.telemetry.autoconfigure;

import io.opentelemetry.context.Scope;

/**
 * Makes the ids of a failed run current for the work of a scheduler after it, such as
 * logging the failure, if an advice of this project has recorded the run. Thread safe; no
 * method throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailedRunScopes {

	/**
	 * Begins the work of a scheduler for one run.
	 * @return the scope that ends it, and restores the state of the thread
	 */
	Scope open();

}

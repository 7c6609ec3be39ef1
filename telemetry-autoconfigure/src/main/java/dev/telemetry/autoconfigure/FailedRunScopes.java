package dev.telemetry.autoconfigure;

import io.opentelemetry.context.Scope;

/**
 * Lets what a scheduler does after a run that has failed, such as logging that, see the
 * ids of the run, where our advice has recorded it. Thread safe; nothing in here throws.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FailedRunScopes {

	/**
	 * Begins what a scheduler does for one run.
	 * @return what ends it, and leaves the thread as it was found
	 */
	Scope open();

}

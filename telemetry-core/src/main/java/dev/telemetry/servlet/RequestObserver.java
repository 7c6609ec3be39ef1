package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Makes requests visible to another library while they are being processed. Called on
 * request threads; thread safe, does not block.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestObserver {

	/** Shows requests to no other library. */
	RequestObserver NONE = (request) -> null;

	/**
	 * Begins to observe a request. Called once for each request, before it is processed.
	 * @param request the request
	 * @return the observation, or {@code null} for none
	 */
	@Nullable RequestObservation observe(ObservedRequest request);

}

package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Makes requests visible to another library while they are worked on. Called on request
 * threads; thread safe, does not block.
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
	 * Begins to observe a request. Called once for each, before it is worked on.
	 * @param request the request
	 * @return what is seen of it, or {@code null} for nothing
	 */
	@Nullable RequestObservation observe(ObservedRequest request);

}

package dev.telemetry.servlet;

/**
 * Work for an asynchronous request on a thread that does not belong to the container.
 * Until it is left, the stack of that thread shows why the request is slow. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RequestWork {

	/**
	 * Notes that the current thread leaves the request.
	 */
	void leave();

}

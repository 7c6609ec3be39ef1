package dev.telemetry.servlet;

/**
 * Work for an asynchronous request on a thread that is none of the container's: until it
 * is left, the stack of that thread tells why the request is slow. Thread safe.
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

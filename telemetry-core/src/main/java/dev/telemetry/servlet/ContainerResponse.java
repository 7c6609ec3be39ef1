package dev.telemetry.servlet;

/**
 * A container's view of a response that is not over when the filter returns.
 * Implementations are thread safe and do not throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContainerResponse {

	/**
	 * Returns when the response was put on the wire. Called before the request is over.
	 * @return the time by the clock of {@link System#nanoTime()}, or
	 * {@link ContainerHook#UNKNOWN} if the response is not on the wire yet
	 */
	long committedNanos();

	/**
	 * Sets an action to run at the very end of the request, while the request and its
	 * response can still be read. A later action replaces an earlier one. A container
	 * that cannot tell the end ignores the action.
	 * @param action the action, which may run twice
	 */
	default void atEnd(Runnable action) {
	}

	/**
	 * Returns whether the container gives up an asynchronous request, so that it will
	 * neither dispatch nor complete the request. Called while the container reports an
	 * error of the request.
	 * @return whether the container gives up the request
	 */
	default boolean isGivenUp() {
		return false;
	}

}

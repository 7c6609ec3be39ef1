package dev.telemetry.servlet;

/**
 * What a container tells of a response that is not over when the filter returns.
 * Implementations are thread safe and do not throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ContainerResponse {

	/**
	 * When the response was put on the wire, asked before the request is over.
	 * @return the time by the clock of {@link System#nanoTime()}, or
	 * {@link ContainerHook#UNKNOWN} if it was not yet
	 */
	long committedNanos();

	/**
	 * Takes what is to be done at the very end of the request, while it and its response
	 * can still be read. The last action stands. A container that cannot tell does
	 * nothing.
	 * @param action what is to be done; may be done twice
	 */
	default void atEnd(Runnable action) {
	}

	/**
	 * Whether the container gives up an asynchronous request, asked while it reports an
	 * error of it: it will neither dispatch nor complete the request.
	 * @return whether nothing follows
	 */
	default boolean isGivenUp() {
		return false;
	}

}

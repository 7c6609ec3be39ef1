package dev.telemetry.decision;

import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a local root while it is open. Implemented by the code that runs
 * the root, and given to {@link RootDecider#follow}. Called on any thread, also after the
 * root has ended; does not block and does not throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RootProgress {

	/**
	 * Returns whether a response is being streamed: it was sent in time and goes on for
	 * as long as the client listens, so that a long duration is no sign of trouble.
	 * @return whether it is streamed; {@code false} if that is not known
	 */
	boolean isStreaming();

	/**
	 * Returns the thread that works on the root at this moment.
	 * @return the thread, or {@code null} if there is none or it is not known
	 */
	default @Nullable Thread worker() {
		return null;
	}

}

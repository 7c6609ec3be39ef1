package dev.telemetry.logs;

import org.jspecify.annotations.Nullable;

/**
 * Puts an appender into a logging system, so that it sees every event exactly once. Does
 * not throw. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface LogPlacement {

	/**
	 * Name of the logging system.
	 * @return a word
	 */
	String system();

	/**
	 * Puts the appender where it is missing. Costs next to nothing where it is not.
	 * @param disturbed is called on any thread when it has been taken off, or may be soon
	 * @return how often it was missing, now or when the logging system itself gave a sign
	 * since the last call
	 */
	int place(Runnable disturbed);

	/**
	 * Takes everything off that was put there.
	 */
	void remove();

	/**
	 * Looks for an appender that exports the same records by OpenTelemetry.
	 * @return its class name, or {@code null}
	 */
	@Nullable String foreignAppender();

}

package dev.telemetry.logs;

import org.jspecify.annotations.Nullable;

/**
 * Adds an appender to a logging system, so that it sees every event exactly once. Does
 * not throw. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface LogPlacement {

	/**
	 * Returns the name of the logging system.
	 * @return a word
	 */
	String system();

	/**
	 * Adds the appender wherever it is missing. Costs little if it is not missing.
	 * @param disturbed called, on any thread, when the appender was removed or may be
	 * soon
	 * @return how often the appender was missing, now or at events of the logging system
	 * since the last call
	 */
	int place(Runnable disturbed);

	/**
	 * Removes everything that was added.
	 */
	void remove();

	/**
	 * Finds an appender of OpenTelemetry, which exports the same records.
	 * @return the class name of the appender, or {@code null} if there is none
	 */
	@Nullable String foreignAppender();

}

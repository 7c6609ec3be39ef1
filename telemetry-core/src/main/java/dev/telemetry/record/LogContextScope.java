package dev.telemetry.record;

import java.util.Map;

/**
 * As long as it is open, telemetry adds values to each log record of its thread, and of
 * the tasks that it hands to executors.
 *
 * @since 0.1.0
 * @see TelemetryRecorder#logContext(Map)
 */
@FunctionalInterface
public interface LogContextScope extends AutoCloseable {

	/**
	 * Restores the values from before. To be called on the thread that opened the scope,
	 * after all scopes that were opened later have been closed.
	 */
	@Override
	void close();

}

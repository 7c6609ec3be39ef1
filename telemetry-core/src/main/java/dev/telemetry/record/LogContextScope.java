package dev.telemetry.record;

import java.util.Map;

/**
 * A scope in which telemetry adds values to each log record of the thread that opened it,
 * and of the tasks that this thread hands to executors.
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

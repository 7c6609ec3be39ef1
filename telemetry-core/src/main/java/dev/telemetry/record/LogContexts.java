package dev.telemetry.record;

import java.util.Map;

/**
 * Opens scopes of what only telemetry sees of log records.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogContexts {

	/** Where no log records are exported. */
	LogContexts NONE = (values) -> NoopRecorder.LOG_CONTEXT;

	/**
	 * Opens a scope. May throw what a value throws when it is asked for its text.
	 * @param values what is added
	 * @return the scope
	 */
	LogContextScope open(Map<String, ?> values);

	/**
	 * Notes what this thread adds now.
	 * @return what puts it back, whatever scopes were left open since
	 */
	default LogContextScope mark() {
		return NoopRecorder.LOG_CONTEXT;
	}

}

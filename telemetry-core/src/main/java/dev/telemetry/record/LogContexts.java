package dev.telemetry.record;

import java.util.Map;

/**
 * Opens scopes with values that telemetry adds to exported log records.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogContexts {

	/** Opens scopes without effect, for when no log records are exported. */
	LogContexts NONE = (values) -> NoopRecorder.LOG_CONTEXT;

	/**
	 * Opens a scope. May throw whatever the {@code toString()} of a value throws.
	 * @param values the values to add
	 * @return the scope
	 */
	LogContextScope open(Map<String, ?> values);

	/**
	 * Notes the values that this thread adds now.
	 * @return a scope that restores them when it is closed, even if later scopes were
	 * left open
	 */
	default LogContextScope mark() {
		return NoopRecorder.LOG_CONTEXT;
	}

}

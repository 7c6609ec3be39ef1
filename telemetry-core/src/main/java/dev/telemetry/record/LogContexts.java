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
	LogContexts NONE = (values) -> () -> {
	};

	/**
	 * Opens a scope. May throw what a value throws when it is asked for its text.
	 * @param values what is added
	 * @return the scope
	 */
	LogContextScope open(Map<String, ?> values);

}

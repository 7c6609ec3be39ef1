package dev.telemetry.autoconfigure.viewer;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.view.ViewedTrace;

/**
 * A trace with the parts from other instances.
 *
 * @param found the merged trace, or {@code null} if no instance has it
 * @param answers the answer of each other instance
 */
record PeerParts(@Nullable ViewedTrace found, List<Map<String, Object>> answers) {

	boolean isEmpty() {
		return this.found == null;
	}

	/**
	 * Returns the trace, which must have been found.
	 */
	ViewedTrace trace() {
		ViewedTrace trace = this.found;
		if (trace == null) {
			throw new IllegalStateException("Nothing was found");
		}
		return trace;
	}

}

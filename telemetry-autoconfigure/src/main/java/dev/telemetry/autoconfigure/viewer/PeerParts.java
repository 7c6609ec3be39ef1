package dev.telemetry.autoconfigure.viewer;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.view.ViewedTrace;

/**
 * A trace with what other instances have of it.
 *
 * @param found all that was found, or {@code null} if nobody has anything
 * @param answers what each of the others said
 */
record PeerParts(@Nullable ViewedTrace found, List<Map<String, Object>> answers) {

	boolean isEmpty() {
		return this.found == null;
	}

	/**
	 * Returns the trace, which has to be there.
	 */
	ViewedTrace trace() {
		ViewedTrace trace = this.found;
		if (trace == null) {
			throw new IllegalStateException("Nothing was found");
		}
		return trace;
	}

}

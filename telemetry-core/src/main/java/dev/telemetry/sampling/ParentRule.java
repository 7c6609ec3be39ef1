package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps traces that the caller sampled.
 */
final class ParentRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.PARENT;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return root.sampledByCaller();
	}

}

package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps traces that code asked to keep.
 */
final class ForcedRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.FORCED;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return root.forced();
	}

}

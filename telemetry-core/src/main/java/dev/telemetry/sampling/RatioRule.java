package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps what was sampled without a caller.
 */
final class RatioRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.RATIO;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return root.sampled();
	}

}

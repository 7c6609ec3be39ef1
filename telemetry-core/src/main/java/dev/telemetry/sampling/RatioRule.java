package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps traces that were sampled in this process.
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

	@Override
	public AdjustedCount adjustedCount() {
		return AdjustedCount.AS_SAMPLED;
	}

}

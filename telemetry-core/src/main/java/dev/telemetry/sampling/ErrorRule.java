package dev.telemetry.sampling;

import java.util.function.LongSupplier;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.names.KeepReasons;

/**
 * Keeps what failed, but no more than some in a second.
 */
final class ErrorRule implements KeepRule {

	private final TokenBucket bucket;

	private final SamplingCounts counts;

	ErrorRule(SamplingCounts counts, LongSupplier nanoClock) {
		this.counts = counts;
		this.bucket = new TokenBucket(nanoClock);
	}

	@Override
	public String reason() {
		return KeepReasons.ERROR;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return failed(root) && (KeepReasons.ERROR.equals(root.promised()) || promises(root.settings()));
	}

	private static boolean failed(EndedRoot root) {
		return switch (root.settings().keepErrors()) {
			case NONE -> false;
			case ROOT -> root.outcome().failed();
			case ANY -> root.outcome().failed() || root.failedBelow();
		};
	}

	/**
	 * Takes one of the traces that may be kept in this second.
	 * @return whether there was one left
	 */
	boolean promises(SamplingSettings settings) {
		boolean promised = this.bucket.tryTake(settings.maxErrorsPerSecond());
		if (!promised) {
			this.counts.rootRefused(KeepReasons.ERROR);
		}
		return promised;
	}

}

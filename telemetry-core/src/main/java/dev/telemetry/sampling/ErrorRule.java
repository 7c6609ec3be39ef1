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
		return failed(root) && root instanceof RootState state && grants(state, root.settings());
	}

	private static boolean failed(EndedRoot root) {
		return switch (root.settings().keepErrors()) {
			case NONE -> false;
			case ROOT -> root.outcome().failed();
			case ANY -> root.outcome().failed() || root.failedBelow();
		};
	}

	/**
	 * Whether a root that failed may be kept: not if enough were in this second.
	 */
	boolean grants(RootState root, SamplingSettings settings) {
		return root.isGrantedForError(() -> {
			boolean taken = this.bucket.tryTake(settings.maxErrorsPerSecond());
			if (!taken) {
				this.counts.rootRefused(KeepReasons.ERROR);
			}
			return taken;
		});
	}

}

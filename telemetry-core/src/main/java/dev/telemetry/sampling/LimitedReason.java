package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Why only some traces in a second are kept.
 */
enum LimitedReason {

	/** They failed. */
	ERROR(KeepReasons.ERROR) {

		@Override
		int perSecond(SamplingSettings settings) {
			return settings.maxErrorsPerSecond();
		}

	},

	/** They were slow. */
	SLOW(KeepReasons.SLOW) {

		@Override
		int perSecond(SamplingSettings settings) {
			return settings.maxSlowPerSecond();
		}

	},

	/** The client went away: as many as errors, but none of theirs. */
	DISCONNECT(KeepReasons.DISCONNECT) {

		@Override
		int perSecond(SamplingSettings settings) {
			return settings.maxErrorsPerSecond();
		}

	};

	private final String reason;

	LimitedReason(String reason) {
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

	abstract int perSecond(SamplingSettings settings);

}

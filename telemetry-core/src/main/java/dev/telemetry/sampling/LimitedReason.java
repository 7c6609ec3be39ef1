package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Why only some traces in a second are kept.
 */
enum LimitedReason {

	/** They failed. */
	ERROR(KeepReasons.ERROR, 1 << 0),

	/** They were slow. */
	SLOW(KeepReasons.SLOW, 1 << 1),

	/** The client went away: as many as errors, but none of theirs. */
	DISCONNECT(KeepReasons.DISCONNECT, 1 << 2);

	private final String reason;

	private final int bit;

	LimitedReason(String reason, int bit) {
		this.reason = reason;
		this.bit = bit;
	}

	String reason() {
		return this.reason;
	}

	/**
	 * Whether it is one of a set of reasons, which is 0 if there are none.
	 */
	boolean isIn(byte reasons) {
		return (reasons & this.bit) != 0;
	}

	/**
	 * Adds it to a set of reasons.
	 */
	byte with(byte reasons) {
		return (byte) (reasons | this.bit);
	}

	/**
	 * How many traces are kept for it in a second.
	 */
	int perSecond(SamplingSettings settings) {
		return (this == SLOW) ? settings.maxSlowPerSecond() : settings.maxErrorsPerSecond();
	}

}

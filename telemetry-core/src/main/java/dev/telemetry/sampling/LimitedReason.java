package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * A reason for which a limited number of traces is kept in a second.
 */
enum LimitedReason {

	/** The root failed. */
	ERROR(KeepReasons.ERROR, 1 << 0),

	/** The root was slow. */
	SLOW(KeepReasons.SLOW, 1 << 1),

	/** The client went away. The limit is that of errors, counted separately. */
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
	 * Returns whether a packed set of reasons contains this one. The empty set is 0.
	 */
	boolean isIn(byte reasons) {
		return (reasons & this.bit) != 0;
	}

	/**
	 * Returns a packed set of reasons with this one added.
	 */
	byte with(byte reasons) {
		return (byte) (reasons | this.bit);
	}

	/**
	 * Returns how many traces are kept for this reason in a second.
	 */
	int perSecond(SamplingSettings settings) {
		return (this == SLOW) ? settings.maxSlowPerSecond() : settings.maxErrorsPerSecond();
	}

}

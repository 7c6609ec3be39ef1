package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Why only some traces in a second are kept.
 */
enum LimitedReason {

	/** They failed. */
	ERROR(KeepReasons.ERROR),

	/** They were slow. */
	SLOW(KeepReasons.SLOW);

	private final String reason;

	LimitedReason(String reason) {
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}

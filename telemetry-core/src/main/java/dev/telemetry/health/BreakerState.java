package dev.telemetry.health;

/**
 * State of the circuit breaker before a backend.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum BreakerState {

	/** Records are sent. */
	CLOSED,

	/** Records wait, because the backend failed repeatedly. */
	OPEN,

	/** A few records are sent to test whether the backend is back. */
	HALF_OPEN

}

package dev.telemetry.health;

/**
 * Whether spans are sent to a backend.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum BreakerState {

	/** They are sent. */
	CLOSED,

	/** They wait, because the backend went on failing. */
	OPEN,

	/** A few are sent to find out whether the backend is back. */
	HALF_OPEN

}

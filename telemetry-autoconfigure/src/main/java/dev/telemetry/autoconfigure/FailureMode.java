package dev.telemetry.autoconfigure;

/**
 * Treatment of failures of telemetry itself.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum FailureMode {

	/**
	 * The application is not affected: failures are counted, and the first one is logged
	 * as a warning.
	 */
	ISOLATE,

	/** Failures of the export turn the health down, and misuse of the recorder throws. */
	PROPAGATE

}

package dev.telemetry.autoconfigure;

/**
 * What becomes of trouble of telemetry itself.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum FailureMode {

	/** The application does not notice: trouble is counted, and warned about once. */
	ISOLATE,

	/** Trouble of the export turns health down, and misuse of the recorder throws. */
	PROPAGATE

}

package dev.telemetry.autoconfigure;

/**
 * What becomes of trouble of telemetry itself.
 */
public enum FailureMode {

	/** The application does not notice: trouble is counted, and warned about once. */
	ISOLATE,

	/** Trouble of the export turns health down, and misuse of the recorder throws. */
	PROPAGATE

}

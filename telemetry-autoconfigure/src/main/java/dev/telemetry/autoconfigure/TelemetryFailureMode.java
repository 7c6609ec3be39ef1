package dev.telemetry.autoconfigure;

/**
 * What becomes of failures that are not the application's own.
 */
public enum TelemetryFailureMode {

	/** They are counted and warned about, and the application goes on. */
	ISOLATE,

	/** Whoever uses the recorder in an odd way gets an exception. */
	PROPAGATE

}

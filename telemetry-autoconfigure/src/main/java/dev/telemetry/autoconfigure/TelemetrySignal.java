package dev.telemetry.autoconfigure;

/**
 * What can be reported.
 */
public enum TelemetrySignal {

	/** Spans. */
	TRACES,

	/** Meters for Prometheus. */
	METRICS

}

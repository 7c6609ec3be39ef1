package dev.telemetry.autoconfigure;

/**
 * A kind of telemetry that can be reported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum TelemetrySignal {

	/** Spans. */
	TRACES,

	/** Meters for Prometheus. */
	METRICS

}

package dev.telemetry.autoconfigure;

/**
 * The signals that an application reports.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum TelemetryBackend {

	/** Traces only. */
	OTEL(true, false),

	/** Prometheus metrics only. */
	PROM(false, true),

	/** Traces and Prometheus metrics. */
	HYBRID(true, true);

	private final boolean traces;

	private final boolean metrics;

	TelemetryBackend(boolean traces, boolean metrics) {
		this.traces = traces;
		this.metrics = metrics;
	}

	/**
	 * Returns whether this backend includes a signal.
	 * @param signal the signal
	 * @return whether it is included
	 */
	public boolean includes(TelemetrySignal signal) {
		return (signal == TelemetrySignal.TRACES) ? this.traces : this.metrics;
	}

}

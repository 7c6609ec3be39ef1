package dev.telemetry.sampling;

/**
 * For how many traces a kept one stands, which its {@code tracestate} says: what
 * OpenTelemetry calls the adjusted count.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">OpenTelemetry:
 * probability sampling in tracestate</a>
 */
public enum AdjustedCount {

	/** For itself: every trace like it is kept. */
	ONE,

	/**
	 * For as many as its trace state says already: that of the ratio or of the caller.
	 */
	AS_SAMPLED,

	/** For no number that is known, such as one of a share that is not told. */
	UNKNOWN

}

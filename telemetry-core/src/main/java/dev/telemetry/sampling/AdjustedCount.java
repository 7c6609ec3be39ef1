package dev.telemetry.sampling;

/**
 * How many traces a kept trace represents, as its {@code tracestate} says: what
 * OpenTelemetry calls the adjusted count.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">OpenTelemetry:
 * probability sampling in tracestate</a>
 */
public enum AdjustedCount {

	/** Only itself: every trace like it is kept. */
	ONE,

	/**
	 * As many as its trace state already says: that of the ratio or of the caller.
	 */
	AS_SAMPLED,

	/** An unknown number, for example because a share of unknown size is kept. */
	UNKNOWN

}

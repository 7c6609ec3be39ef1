package dev.telemetry.worker;

/**
 * The fate of a line that a worker prints. Each line has exactly one.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LineFate {

	/** The line became a span, a part of one, an event or a measurement. */
	FOLDED(LineOutcome.FOLDED, "none"),

	/** The line is not telemetry, and was passed on. */
	TEXT(LineOutcome.TEXT, "none"),

	/** The queue of waiting lines had no room. */
	QUEUE_FULL(LineOutcome.DROPPED, "queue_full"),

	/** The worker printed too many lines in a second. */
	RATE(LineOutcome.DROPPED, "rate"),

	/** The line belongs to a trace that the ratio of its pool leaves out. */
	RATIO(LineOutcome.DROPPED, "ratio"),

	/** Events with the name of the line are switched off. */
	EXCLUDED(LineOutcome.DROPPED, "excluded"),

	/** The worker has too many open spans. */
	TOO_MANY_SPANS(LineOutcome.DROPPED, "spans"),

	/** The worker uses too many names for its spans. */
	TOO_MANY_NAMES(LineOutcome.DROPPED, "names"),

	/** The span of the event has too many events. */
	TOO_MANY_EVENTS(LineOutcome.DROPPED, "events"),

	/** No spans are recorded here. */
	NOT_RECORDED(LineOutcome.DROPPED, "not_recorded"),

	/** The line was printed after the worker was over, and belongs to no span. */
	LATE(LineOutcome.DROPPED, "late"),

	/** Telemetry itself failed, or the output for texts. */
	FAILED(LineOutcome.DROPPED, "failed"),

	/** The line is longer than the limit. */
	TOO_LONG(LineOutcome.REJECTED, "too_long"),

	/** The JSON is nested too deeply. */
	TOO_DEEP(LineOutcome.REJECTED, "too_deep"),

	/** The line is malformed, or cut off. */
	MALFORMED(LineOutcome.REJECTED, "malformed"),

	/** The name is not valid for an event or a span. */
	BAD_NAME(LineOutcome.REJECTED, "bad_name"),

	/** The name is not in the catalogue, which is strict. */
	NOT_IN_CATALOG(LineOutcome.REJECTED, "not_in_catalog"),

	/**
	 * The line names a trace that is neither the worker's nor open, or a span that is not
	 * one of that trace.
	 */
	UNKNOWN_TRACE(LineOutcome.REJECTED, "unknown_trace"),

	/** The line has the id of another span. */
	DUPLICATE_SPAN(LineOutcome.REJECTED, "duplicate_span");

	private final LineOutcome outcome;

	private final String reason;

	LineFate(LineOutcome outcome, String reason) {
		this.outcome = outcome;
		this.reason = reason;
	}

	/**
	 * Returns the outcome that this fate belongs to.
	 * @return the outcome
	 */
	public LineOutcome outcome() {
		return this.outcome;
	}

	/**
	 * Returns the reason as in metrics.
	 * @return the reason, {@code none} if the line was folded or passed on
	 */
	public String reason() {
		return this.reason;
	}

}

package dev.telemetry.worker;

/**
 * What becomes of a line that a worker prints. Each line has one.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum LineFate {

	/** It became a span, a part of one, an event or a measurement. */
	FOLDED(LineOutcome.FOLDED, "none"),

	/** It is not telemetry, and was passed on. */
	TEXT(LineOutcome.TEXT, "none"),

	/** There was no room for it while others waited to be looked at. */
	QUEUE_FULL(LineOutcome.DROPPED, "queue_full"),

	/** The worker printed too many in a second. */
	RATE(LineOutcome.DROPPED, "rate"),

	/** It belongs to a trace that the ratio of its pool leaves out. */
	RATIO(LineOutcome.DROPPED, "ratio"),

	/** Events of its name are switched off. */
	EXCLUDED(LineOutcome.DROPPED, "excluded"),

	/** Its worker has too many open spans. */
	TOO_MANY_SPANS(LineOutcome.DROPPED, "spans"),

	/** Its worker gives its spans too many names. */
	TOO_MANY_NAMES(LineOutcome.DROPPED, "names"),

	/** One event too many for its span. */
	TOO_MANY_EVENTS(LineOutcome.DROPPED, "events"),

	/** No spans are recorded here. */
	NOT_RECORDED(LineOutcome.DROPPED, "not_recorded"),

	/** It was printed when the worker was over, and belongs to no span. */
	LATE(LineOutcome.DROPPED, "late"),

	/** Telemetry itself failed, or what takes the texts. */
	FAILED(LineOutcome.DROPPED, "failed"),

	/** It is longer than lines may be. */
	TOO_LONG(LineOutcome.REJECTED, "too_long"),

	/** Its JSON is nested too deeply. */
	TOO_DEEP(LineOutcome.REJECTED, "too_deep"),

	/** It is not what such a line has to be, or is cut off. */
	MALFORMED(LineOutcome.REJECTED, "malformed"),

	/** Its name is none that an event or a span can have. */
	BAD_NAME(LineOutcome.REJECTED, "bad_name"),

	/** Its name is not in the catalogue, which is strict. */
	NOT_IN_CATALOG(LineOutcome.REJECTED, "not_in_catalog"),

	/**
	 * It claims a trace that is neither the worker's nor open, or no span of that one.
	 */
	UNKNOWN_TRACE(LineOutcome.REJECTED, "unknown_trace"),

	/** It claims the id of another span. */
	DUPLICATE_SPAN(LineOutcome.REJECTED, "duplicate_span");

	private final LineOutcome outcome;

	private final String reason;

	LineFate(LineOutcome outcome, String reason) {
		this.outcome = outcome;
		this.reason = reason;
	}

	/**
	 * In short.
	 * @return the outcome
	 */
	public LineOutcome outcome() {
		return this.outcome;
	}

	/**
	 * Why, as in metrics.
	 * @return the reason, {@code none} if all is well
	 */
	public String reason() {
		return this.reason;
	}

}

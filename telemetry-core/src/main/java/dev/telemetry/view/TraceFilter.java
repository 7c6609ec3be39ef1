package dev.telemetry.view;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Filter for traces. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param words the search expression
 * @param errors whether to show only traces with a failed span
 * @param reason the reason why a trace was kept, {@link Verdict#NONE} for traces that
 * were not kept, or {@code null} for any
 * @param minNanos the shortest duration, in nanoseconds
 * @param maxNanos the longest duration, in nanoseconds
 * @param from the earliest start
 * @param to the latest start
 * @param after the cursor after which a trace must have changed
 * @since 0.1.0
 */
public record TraceFilter(SearchWords words, boolean errors, @Nullable String reason, long minNanos, long maxNanos,
		Instant from, Instant to, long after) {

	/** All traces. */
	public static final TraceFilter ALL = new TraceFilter(SearchWords.of(""), false, null, 0, Long.MAX_VALUE,
			Instant.MIN, Instant.MAX, -1);

	/**
	 * Returns whether a trace matches the filter.
	 * @param trace the trace
	 * @return whether the trace matches
	 */
	public boolean match(ViewedTrace trace) {
		return trace.cursor() > this.after && (!this.errors || trace.failed()) && hasReason(trace) && isInTime(trace)
				&& this.words.match(trace);
	}

	private boolean hasReason(ViewedTrace trace) {
		return this.reason == null
				|| trace.verdicts().stream().anyMatch((verdict) -> this.reason.equals(verdict.reason()));
	}

	private boolean isInTime(ViewedTrace trace) {
		long duration = trace.durationNanos();
		Instant start = Instant.EPOCH.plusNanos(trace.startNanos());
		return duration >= this.minNanos && duration <= this.maxNanos && !start.isBefore(this.from)
				&& !start.isAfter(this.to);
	}

}

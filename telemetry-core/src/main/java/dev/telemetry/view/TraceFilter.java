package dev.telemetry.view;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which traces are shown. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param words what has to occur in them
 * @param errors whether only those with a failed span
 * @param reason why they were kept, or {@link Verdict#NONE}, or {@code null} for any
 * @param minNanos least duration
 * @param maxNanos greatest duration
 * @param from earliest start
 * @param to latest start
 * @param after only what changed after this cursor
 * @since 0.1.0
 */
public record TraceFilter(SearchWords words, boolean errors, @Nullable String reason, long minNanos, long maxNanos,
		Instant from, Instant to, long after) {

	/** All traces. */
	public static final TraceFilter ALL = new TraceFilter(SearchWords.of(""), false, null, 0, Long.MAX_VALUE,
			Instant.MIN, Instant.MAX, -1);

	/**
	 * Whether a trace is shown.
	 * @param trace the trace
	 * @return whether everything fits
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

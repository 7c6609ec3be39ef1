package dev.telemetry.decision;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Takes spans into their traces, and into recorded jobs. A span that an open trace
 * refuses is not taken into a job either. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param traces takes spans into their traces, or takes none if nothing is exported
 * @param jobs takes spans into recorded jobs
 * @since 0.1.0
 */
public record TraceAndJobAdopter(SpanAdopter traces, SpanAdopter jobs) implements SpanAdopter {

	@Override
	public boolean isOpen(String traceId) {
		return this.traces.isOpen(traceId) || this.jobs.isOpen(traceId);
	}

	@Override
	public boolean adopt(SpanContext owner, ReadableSpan span) {
		// Read first: taking the span may close the trace.
		boolean open = this.traces.isOpen(owner.getTraceId());
		boolean taken = this.traces.adopt(owner, span);
		if (!taken && open) {
			return false;
		}
		return this.jobs.adopt(owner, span) || taken;
	}

}

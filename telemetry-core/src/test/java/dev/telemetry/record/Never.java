package dev.telemetry.record;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;

/**
 * Keeps nothing, and remembers what it was told.
 */
final class Never implements RootDecider {

	@Nullable RootOutcome outcome;

	@Override
	public boolean decide(Span root, RootOutcome outcome) {
		this.outcome = outcome;
		return false;
	}

	@Override
	public boolean isKept(SpanContext span) {
		return false;
	}

	@Override
	public void keep(SpanContext span) {
	}

	@Override
	public void fail(SpanContext span) {
	}

	@Override
	public long slowThresholdNanos() {
		return Long.MAX_VALUE;
	}

}

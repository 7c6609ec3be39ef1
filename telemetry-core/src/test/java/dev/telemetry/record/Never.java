package dev.telemetry.record;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;

/**
 * Keeps nothing, and remembers what it was told.
 */
class Never implements RootDecider {

	@Nullable RootOutcome outcome;

	@Nullable Error error;

	@Override
	public boolean decide(Span root, RootOutcome outcome) {
		this.outcome = outcome;
		if (this.error != null) {
			throw this.error;
		}
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
	public void markFailed(SpanContext span) {
	}

	@Override
	public void follow(SpanContext root, RootProgress progress) {
	}

	@Override
	public long slowThresholdNanos() {
		return Long.MAX_VALUE;
	}

}

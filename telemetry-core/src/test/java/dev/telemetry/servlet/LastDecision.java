package dev.telemetry.servlet;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootOutcome;
import dev.telemetry.decision.RootProgress;

/**
 * Keeps everything, and remembers what it was told last.
 */
final class LastDecision implements RootDecider {

	@Nullable RootOutcome outcome;

	@Nullable Span described;

	@Override
	public boolean decide(Span root, RootOutcome outcome) {
		this.outcome = outcome;
		return true;
	}

	@Override
	public Span describing(Span root, RootOutcome outcome) {
		return (this.described != null) ? this.described : root;
	}

	@Override
	public boolean isKept(SpanContext span) {
		return true;
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

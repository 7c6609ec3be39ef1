package dev.telemetry.record;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * What recordings need.
 *
 * @param tracer starts spans, or {@code null} for none
 * @param decider decides whether traces are kept
 * @param scopes makes spans current
 * @param notes writes to spans
 * @param customizations add to what starts
 * @param misuse what becomes of odd arguments
 * @param leaks restores contexts where a scope was left open
 * @param open the recordings that have not ended
 * @param jobs follows jobs
 * @param failures where failures of the product itself end
 */
record RecordingTools(@Nullable Tracer tracer, RootDecider decider, SpanScopes scopes, SpanNotes notes,
		Customizations customizations, Misuse misuse, ContextLeaks leaks, OpenRecordings open, FollowedJobs jobs,
		InternalFailures failures) {

	/**
	 * Makes a context current. Never throws: what cannot be made current is left out.
	 * @return what restores the context before
	 */
	Scope enter(Context context) {
		try {
			return this.scopes.enter(context);
		}
		catch (Throwable ex) {
			this.failures.report("making a span current", ex);
			return Scope.noop();
		}
	}

	/**
	 * Makes a context current, unless its span is. Never throws.
	 * @param span the span of the context
	 * @return what restores the context before
	 */
	@SuppressWarnings("ReferenceEquality")
	Scope enterUnlessCurrent(Span span, Context context) {
		return (Span.current() == span) ? Scope.noop() : enter(context);
	}

}

package dev.telemetry.record;

import io.opentelemetry.api.baggage.Baggage;
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
 * @param outer what operations without a parent begin with
 * @param jobs follows jobs
 * @param trace whose trace jobs belong to that do not say so
 * @param logContexts adds to log records
 * @param failures where failures of the product itself end
 */
record RecordingTools(@Nullable Tracer tracer, RootDecider decider, SpanScopes scopes, SpanNotes notes,
		Customizations customizations, Misuse misuse, ContextLeaks leaks, OpenRecordings open, Context outer,
		FollowedJobs jobs, JobTrace trace, LogContexts logContexts, InternalFailures failures) {

	/**
	 * The context that an operation begins with: where it has no parent, that of what has
	 * started this process.
	 */
	@SuppressWarnings("ReferenceEquality")
	Context below(Context parent) {
		if (this.outer == Context.root() || Span.fromContext(parent).getSpanContext().isValid()) {
			return parent;
		}
		Context below = parent.with(Span.fromContext(this.outer));
		Baggage baggage = Baggage.fromContext(this.outer);
		return (baggage.isEmpty()) ? below : below.with(baggage);
	}

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

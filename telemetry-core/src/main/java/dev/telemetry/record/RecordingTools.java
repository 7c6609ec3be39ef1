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
 * The collaborators that recordings share.
 *
 * @param tracer starts spans, or {@code null} to start none
 * @param decider decides whether traces are kept
 * @param scopes makes spans current
 * @param spans writes to spans
 * @param customizations calls the customizers for operations that start
 * @param misuse handles invalid arguments
 * @param leaks restores contexts where a scope was left open
 * @param open the recordings that have not ended
 * @param outer the context of operations without a parent
 * @param jobs follows jobs
 * @param trace the trace of jobs that do not choose one
 * @param logContexts adds values to log records
 * @param failures receives failures of this project's own code
 */
record RecordingTools(@Nullable Tracer tracer, RootDecider decider, SpanScopes scopes, SpanWriter spans,
		Customizations customizations, Misuse misuse, ContextLeaks leaks, OpenRecordings open, Context outer,
		FollowedJobs jobs, JobTrace trace, LogContexts logContexts, InternalFailures failures) {

	/**
	 * Returns the context that an operation begins with. Without a parent, it is the
	 * outer context.
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
	 * Makes a context current. Never throws: if it fails, the context stays as it is.
	 * @return the scope that restores the context from before
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
	 * Makes a context current, unless its span is current already. Never throws.
	 * @param span the span of the context
	 * @return the scope that restores the context from before
	 */
	@SuppressWarnings("ReferenceEquality")
	Scope enterUnlessCurrent(Span span, Context context) {
		return (Span.current() == span) ? Scope.noop() : enter(context);
	}

}

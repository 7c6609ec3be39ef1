package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootOutcome;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.sampling.SamplingSettings.KeepErrors;

/**
 * Decides on each root once, and on spans that end after a root that was not kept. Counts
 * the decisions. Thread safe.
 */
final class TraceDecisions {

	private final SamplingControl control;

	private final SamplingLimits limits;

	private final KeepRules rules;

	private final SamplingCounts counts;

	private final TraceStore<LocalTrace> store;

	TraceDecisions(SamplingControl control, SamplingLimits limits, KeepRules rules, SamplingCounts counts,
			TraceStore<LocalTrace> store) {
		this.control = control;
		this.limits = limits;
		this.rules = rules;
		this.counts = counts;
		this.store = store;
	}

	SamplingCounts counts() {
		return this.counts;
	}

	/**
	 * Decides on a root whose span ends, unless it was decided before.
	 */
	Decision atEnd(ReadableSpan root, LocalTrace trace) {
		Decision before = trace.decision();
		if (before != null) {
			return before;
		}
		trace.noteForced(root);
		return judgeEnded(root, trace);
	}

	/**
	 * Decides on a root whose outcome is known before its span ends, and writes the
	 * decision to the span.
	 */
	Decision beforeEnd(Span root, ReadableSpan span, LocalTrace trace, RootOutcome outcome) {
		Decision before = trace.decision();
		if (before != null) {
			return before;
		}
		trace.noteForced(span);
		SamplingSettings settings = this.control.settings();
		Decision decision = judge(trace, outcome, outcome.failed() || isMarkedFailed(span, outcome, settings),
				settings);
		if (decision.exported()) {
			decision.describe(root);
			if (decision.isDescribed(span)) {
				trace.noteDescribed();
			}
		}
		return decision;
	}

	/**
	 * Decides on a root that is still open at shutdown.
	 * @return the decision, or {@code null} if the span of the root is gone
	 */
	@Nullable Decision atShutdown(LocalTrace trace) {
		Decision before = trace.decision();
		ReadableSpan root = trace.openSpan();
		if (before != null || root == null) {
			return before;
		}
		return judgeEnded(root, trace);
	}

	// A status that the application sets by OpenTelemetry's API counts like the outcome.
	private static boolean isMarkedFailed(ReadableSpan root, RootOutcome outcome, SamplingSettings settings) {
		return settings.keepErrors() != KeepErrors.NONE && !outcome.disconnected() && SpanOutcome.isError(root);
	}

	private Decision judgeEnded(ReadableSpan root, LocalTrace trace) {
		if (trace.isLate()) {
			return judgeLateRoot(root, trace);
		}
		SpanOutcome outcome = new SpanOutcome(root);
		return judge(trace, outcome, outcome.failed(), this.control.settings());
	}

	private Decision judge(LocalTrace trace, RootOutcome outcome, boolean failed, SamplingSettings settings) {
		trace.judgedBy(outcome, failed, settings);
		Decision decision = this.rules.judge(trace);
		if (!trace.decide(decision)) {
			// The root ended while the shutdown decided on it.
			return trace.decisionSoFar();
		}
		String reason = decision.reason();
		if (reason != null) {
			this.counts.rootKept(reason);
		}
		else {
			this.counts.rootNotKept();
		}
		return decision;
	}

	private Decision judgeLateRoot(ReadableSpan root, LocalTrace trace) {
		Decision decision = lateRoot(root, trace);
		return (trace.decide(decision)) ? counted(decision) : trace.decisionSoFar();
	}

	// A root that was certain to be kept is kept: other services were told so, and some
	// of its spans may be exported already.
	private Decision lateRoot(ReadableSpan root, LocalTrace trace) {
		LimitedReason granted = trace.granted();
		if (granted != null && !trace.forced()) {
			return new Decision(granted.reason(), true, AdjustedCount.AS_SAMPLED, false);
		}
		boolean failed = SpanOutcome.failed(root) || trace.failedBelow();
		Decision decision = this.rules.judgeLate(root, trace.forced(), failed, AdjustedCount.AS_SAMPLED,
				this.control.settings());
		return (decision.exported() || !trace.isExported()) ? decision : trace.decisionSoFar();
	}

	private Decision counted(Decision late) {
		String reason = late.reason();
		if (reason != null) {
			this.counts.rootKept(reason);
		}
		return late;
	}

	/**
	 * Ends a span after its root, where the root was not kept. An error keeps the spans
	 * that are still to come, if errors of all spans count or the trace was marked as
	 * failed.
	 * @param bytes how much memory the span takes, already taken from the budget, or 0 if
	 * it is not to be held
	 * @return the spans that are over with this one, this one last, or none if it is held
	 */
	List<ReadableSpan> late(ReadableSpan span, long bytes, LocalTrace trace) {
		return trace.endLate(span, bytes, keepsThoseToCome(span, trace), this.limits.maxSpansPerRoot(), this.store);
	}

	private boolean keepsThoseToCome(ReadableSpan span, LocalTrace trace) {
		return trace.isPromised()
				|| (this.control.settings().keepErrors() == KeepErrors.ANY && SpanOutcome.failed(span));
	}

	/**
	 * Decides on a span that {@linkplain #late ended} after its root.
	 */
	Decision ofLate(ReadableSpan span, LocalTrace trace) {
		LocalTrace above = this.store.memory().get(span.getParentSpanContext().getSpanId());
		Decision ofAbove = (above != null && above.isConcluded()) ? above.decision() : null;
		if (ofAbove != null && ofAbove.exported()) {
			return ofAbove;
		}
		AdjustedCount count = (trace.isCountedByCaller()) ? AdjustedCount.AS_SAMPLED : AdjustedCount.ONE;
		LimitedReason granted = trace.granted();
		Decision decision = counted((granted != null && !trace.forced())
				? new Decision(granted.reason(), true, count, false)
				: this.rules.judgeLate(span, trace.forced(), SpanOutcome.failed(span), count, this.control.settings()));
		if (decision.exported() && keepsThoseToCome(span, trace)) {
			trace.revise(decision);
		}
		return decision;
	}

}

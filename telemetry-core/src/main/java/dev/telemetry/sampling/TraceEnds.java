package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.ReadableSpan;

import dev.telemetry.health.SamplingCounts;
import dev.telemetry.health.SpanFootprint;
import dev.telemetry.names.SamplingAttributes;

/**
 * Holds ended spans until their root ends, and then hands them on or forgets them. Counts
 * what becomes of each. Thread safe.
 */
final class TraceEnds {

	/** Set on a span for which there was no room; it is never exported. */
	static final AttributeKey<Boolean> NO_ROOM = AttributeKey.booleanKey("telemetry.sampling.no_room");

	private final SamplingLimits limits;

	private final SamplingCounts counts;

	private final OpenTraces open;

	private final RecentlyKept recentlyKept;

	TraceEnds(SamplingLimits limits, SamplingCounts counts, OpenTraces open, RecentlyKept recentlyKept) {
		this.limits = limits;
		this.counts = counts;
		this.open = open;
		this.recentlyKept = recentlyKept;
	}

	/**
	 * Ends a span that belongs to no open trace: there was no room for it, or its root
	 * was over before it started.
	 */
	void endLate(ReadableSpan span, TraceConsumer kept) {
		Decision decision = this.recentlyKept.get(span.getSpanContext().getSpanId());
		if (decision != null) {
			export(span, decision, kept);
		}
		else if (span.getSpanContext().isSampled()) {
			kept.accept(List.of(span), SpanFootprint.of(span), true);
			this.counts.spansKept(1);
		}
		else if (Boolean.TRUE.equals(span.getAttribute(NO_ROOM))) {
			this.counts.spansDropped(SamplingCounts.DropReason.LIMIT, 1);
		}
		else {
			this.counts.spansNotKept(1);
		}
	}

	/**
	 * Ends a span below a root.
	 */
	void endBelow(ReadableSpan span, LocalTrace trace, TraceConsumer kept) {
		Decision decision = trace.end(span, this.limits.maxSpansPerRoot(), this.recentlyKept);
		if (decision == null) {
			return;
		}
		this.open.leave(span.getSpanContext().getTraceId(), trace);
		if (decision == Decision.TRUNCATED) {
			this.counts.spansDropped(SamplingCounts.DropReason.TRUNCATED, 1);
		}
		else if (decision.exported() || (decision == Decision.AGED && span.getSpanContext().isSampled())) {
			export(span, decision, kept);
		}
		else if (decision == Decision.AGED) {
			this.counts.spansDropped(SamplingCounts.DropReason.AGE, 1);
		}
		else {
			this.counts.spansNotKept(1);
		}
	}

	private void export(ReadableSpan span, Decision decision, TraceConsumer kept) {
		kept.accept(List.of(KeptSpan.of(span, decision.adjustedCount(), Attributes.empty())), SpanFootprint.of(span),
				decision.isExpendable());
		this.counts.spansKept(1);
	}

	/**
	 * Ends a root, and with it what is held of its trace.
	 */
	void endRoot(ReadableSpan root, LocalTrace trace, Decision decision, TraceConsumer kept) {
		List<ReadableSpan> others = this.open.conclude(root, trace, decision, this.recentlyKept);
		if (decision.exported()) {
			kept.accept(exported(root, others, trace, decision), SpanFootprint.of(root) + bytes(others),
					decision.isExpendable());
			this.counts.spansKept(others.size() + 1);
		}
		else {
			this.counts.spansNotKept(others.size() + 1);
		}
	}

	private static List<ReadableSpan> exported(ReadableSpan root, List<ReadableSpan> others, LocalTrace trace,
			Decision decision) {
		ReadableSpan kept = KeptSpan.of(root, decision.adjustedCount(), added(trace, decision));
		if (others.isEmpty()) {
			return List.of(kept);
		}
		List<ReadableSpan> exported = new ArrayList<>(others.size() + 1);
		for (ReadableSpan other : others) {
			exported.add(KeptSpan.of(other, decision.adjustedCount(), Attributes.empty()));
		}
		exported.add(kept);
		return exported;
	}

	private static Attributes added(LocalTrace trace, Decision decision) {
		int truncated = trace.truncated();
		boolean described = trace.root().isDescribed();
		if (described && truncated == 0) {
			return Attributes.empty();
		}
		AttributesBuilder added = Attributes.builder();
		if (!described) {
			decision.describe(added);
		}
		if (truncated > 0) {
			added.put(SamplingAttributes.TRUNCATED, (long) truncated);
		}
		return added.build();
	}

	/**
	 * Hands on what is held of a trace that is kept, and whose root is still open.
	 */
	void exportHeld(LocalTrace trace, TraceConsumer kept) {
		List<ReadableSpan> held = trace.giveUpSpans();
		if (!held.isEmpty()) {
			List<ReadableSpan> exported = new ArrayList<>(held.size());
			for (ReadableSpan span : held) {
				exported.add(KeptSpan.of(span, AdjustedCount.AS_SAMPLED, Attributes.empty()));
			}
			Decision decision = trace.decision();
			kept.accept(exported, bytes(held), decision != null && decision.isExpendable());
			this.counts.spansKept(held.size());
		}
	}

	// Of the spans themselves: what is exported of each is made anew when it is read.
	private static long bytes(List<ReadableSpan> spans) {
		long bytes = 0;
		for (int i = 0; i < spans.size(); i++) {
			bytes += SpanFootprint.of(spans.get(i));
		}
		return bytes;
	}

	/**
	 * Forgets what is held of a trace that is not kept.
	 */
	void forgetHeld(LocalTrace trace) {
		this.counts.spansNotKept(trace.giveUpSpans().size());
	}

	/**
	 * Gives up what is held of a trace that may still be kept, to make room.
	 */
	void dropHeld(LocalTrace trace) {
		int held = trace.giveUpSpans().size();
		trace.truncate(held);
		this.counts.spansDropped(SamplingCounts.DropReason.AGE, held);
	}

}

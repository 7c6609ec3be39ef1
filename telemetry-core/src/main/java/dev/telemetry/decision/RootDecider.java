package dev.telemetry.decision;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/**
 * Decides which local roots are kept, with all that belongs to them. Spans are named by
 * their context; any span of a trace in this process stands for its local root. Thread
 * safe; never throws, does not block.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RootDecider {

	/**
	 * Leaves the decision to the sampler: what is sampled is kept.
	 */
	RootDecider BY_SAMPLER = new RootDecider() {

		@Override
		public boolean decide(Span root, RootOutcome outcome) {
			return root.isRecording();
		}

		@Override
		public boolean isKept(SpanContext span) {
			return span.isSampled();
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

	};

	/**
	 * Decides at the end of a local root, before its span ends and before attributes are
	 * written to it.
	 * @param root its span
	 * @param outcome how it ended
	 * @return whether its attributes are to be written; for one that is not kept it would
	 * be for nothing
	 */
	boolean decide(Span root, RootOutcome outcome);

	/**
	 * What the end of a local root is written to, once it is decided that it is: its
	 * span, or where that has no room for more, what adds it when it is exported.
	 * @param root its span
	 * @param outcome how it ended
	 * @return the same span, or one that stands for it
	 */
	default Span describing(Span root, RootOutcome outcome) {
		return root;
	}

	/**
	 * Whether it is certain already that the trace of a span is kept.
	 * @param span the span
	 * @return whether it is kept for certain; {@code false} if it may still be
	 */
	boolean isKept(SpanContext span);

	/**
	 * Keeps the trace of a span, whatever becomes of it.
	 * @param span the span
	 */
	void keep(SpanContext span);

	/**
	 * Marks the local root of a span as failed before it ends, so that services which are
	 * called from now on can be told that the trace is kept.
	 * @param span the span
	 */
	void markFailed(SpanContext span);

	/**
	 * Lets the decider ask about a local root while it is open. Costs one look-up. The
	 * progress is held until the root ends; a later one replaces it.
	 * @param root the root, which has started
	 * @param progress what is known of it
	 */
	void follow(SpanContext root, RootProgress progress);

	/**
	 * Up to which duration no request is slow.
	 * @return nanoseconds
	 */
	long slowThresholdNanos();

}

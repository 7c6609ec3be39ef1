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
	 * Leaves the decision to the sampler: a sampled trace is kept.
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
	 * @param root the span of the root
	 * @param outcome how the root ended
	 * @return whether the attributes of the root are to be written, which is of no use if
	 * it is not kept
	 */
	boolean decide(Span root, RootOutcome outcome);

	/**
	 * Returns the span to write the end of a local root to, if {@link #decide} has
	 * returned {@code true}. It is the span of the root, unless that has no room for more
	 * attributes.
	 * @param root the span of the root
	 * @param outcome how the root ended
	 * @return the same span, or one that adds the attributes when the root is exported
	 */
	default Span describing(Span root, RootOutcome outcome) {
		return root;
	}

	/**
	 * Returns whether the trace of a span is already certain to be kept.
	 * @param span the span
	 * @return whether the trace is certain to be kept; {@code false} if that is still
	 * open
	 */
	boolean isKept(SpanContext span);

	/**
	 * Keeps the trace of a span, whatever its outcome.
	 * @param span the span
	 */
	void keep(SpanContext span);

	/**
	 * Marks the local root of a span as failed before it ends, so that services that are
	 * called from now on see a sampled trace.
	 * @param span the span
	 */
	void markFailed(SpanContext span);

	/**
	 * Lets the decider ask about a local root while it is open. Costs one look-up. The
	 * progress is held until the root ends; a later one replaces it.
	 * @param root the root, which has started
	 * @param progress tells how far the root has come
	 */
	void follow(SpanContext root, RootProgress progress);

	/**
	 * Returns the duration up to which a request is not slow.
	 * @return nanoseconds
	 */
	long slowThresholdNanos();

}

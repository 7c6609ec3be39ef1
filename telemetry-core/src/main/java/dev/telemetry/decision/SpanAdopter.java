package dev.telemetry.decision;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Takes spans that another process has ended into a trace of this process, with their own
 * ids. The spans are held, kept and forgotten with the trace, like spans that were
 * started here. Thread safe; never throws, does not block.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface SpanAdopter {

	/** Takes nothing. */
	SpanAdopter NONE = new SpanAdopter() {

		@Override
		public boolean isOpen(String traceId) {
			return false;
		}

		@Override
		public boolean adopt(SpanContext owner, ReadableSpan span) {
			return false;
		}

	};

	/**
	 * Returns whether a trace has an open local root, or open spans.
	 * @param traceId id of the trace, 32 hex digits
	 * @return whether the trace is known
	 */
	boolean isOpen(String traceId);

	/**
	 * Takes a span that has ended. If the local root is over, its decision holds for the
	 * span too. If the local root is no longer known, the span is decided like any late
	 * span.
	 * @param owner the span in this process that the taken span belongs to, which need
	 * not be its parent; a remote context stands for a span that another process has not
	 * ended
	 * @param span the span, of the same trace; must not change any more
	 * @return whether the span was taken; {@code false} if another span has its id
	 */
	boolean adopt(SpanContext owner, ReadableSpan span);

}

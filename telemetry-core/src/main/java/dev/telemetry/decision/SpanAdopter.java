package dev.telemetry.decision;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Takes spans that another process has ended into a trace of this one, with the ids that
 * they have. They are held, kept and forgotten with the trace, like spans that were
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
	 * Whether a trace has a local root that is open, or spans that are.
	 * @param traceId id of the trace, 32 hex digits
	 * @return whether the trace is known
	 */
	boolean isOpen(String traceId);

	/**
	 * Takes a span that has ended. If the local root is over, what was decided holds for
	 * the span too; what is not known any more is decided like any span that comes late.
	 * @param owner a span of the trace in this process that the span belongs to; it need
	 * not be its parent. A remote one may be a span that another process has not ended
	 * @param span the span, of the same trace; must not change any more
	 * @return whether it was taken: not if its id is that of another span
	 */
	boolean adopt(SpanContext owner, ReadableSpan span);

}

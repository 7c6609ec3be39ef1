package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;

/**
 * Takes the spans of traces that are exported. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TraceConsumer {

	/**
	 * Takes the spans of one trace, some of them, or a late one.
	 * @param spans the spans, the root last; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param expendable whether they make way when room is short: kept for a ratio, a
	 * route or because a caller said so, and not for an error or because they were slow
	 */
	void accept(List<ReadableSpan> spans, long bytes, boolean expendable);

	/**
	 * Whether spans of traces that are not kept are wanted as well. They have all their
	 * attributes then, which costs each request.
	 * @return whether {@link #dropped} is called
	 */
	default boolean takesDropped() {
		return false;
	}

	/**
	 * Takes the spans of one trace that is not kept, or a late one.
	 * @param spans the spans, the root last; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param refused the reason of the rule that would have kept the trace, had it not
	 * kept enough already, or {@code null}
	 */
	default void dropped(List<ReadableSpan> spans, long bytes, @Nullable String refused) {
	}

}

package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;

/**
 * Receives the spans of traces that are exported. Implementations are thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TraceConsumer {

	/**
	 * Receives the spans of one trace: all of them, some of them, or a late one.
	 * @param spans the spans, the root last; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param expendable whether the spans make way when room is short: those that are
	 * kept by a ratio, for a route or for a caller, and not those that are kept for an
	 * error or for being slow
	 */
	void accept(List<ReadableSpan> spans, long bytes, boolean expendable);

	/**
	 * Returns whether spans of traces that are not kept are wanted as well. If so, all
	 * spans get all their attributes, which costs each request.
	 * @return whether {@link #dropped} is called
	 */
	default boolean takesDropped() {
		return false;
	}

	/**
	 * Receives the spans of one trace that is not kept, or a late one.
	 * @param spans the spans, the root last; must not change any more
	 * @param bytes how much memory they take, as {@link SpanFootprint} measures it
	 * @param refused the reason of the rule that would have kept the trace but for its
	 * limit, or {@code null}
	 */
	default void dropped(List<ReadableSpan> spans, long bytes, @Nullable String refused) {
	}

}

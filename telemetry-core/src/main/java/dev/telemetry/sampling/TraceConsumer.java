package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

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

}

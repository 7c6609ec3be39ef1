package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Takes the spans of traces that are exported. Thread safe.
 */
@FunctionalInterface
public interface TraceConsumer {

	/**
	 * Takes the spans of one trace, or a late one of them.
	 * @param spans the spans, the root last
	 */
	void accept(List<ReadableSpan> spans);

}

package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * Takes spans that are exported.
 */
@FunctionalInterface
public interface KeptSpans {

	/**
	 * Takes the spans of one trace, or a late one of them.
	 * @param spans the spans, the root last
	 */
	void accept(List<ReadableSpan> spans);

}

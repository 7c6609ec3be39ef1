package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Target of kept traces: a processor that receives only their spans, all spans of a trace
 * at once.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param processor is started, flushed and shut down
 * @param spans takes the spans
 * @since 0.1.0
 */
public record KeptTraceTarget(SpanProcessor processor, TraceConsumer spans) {

	/**
	 * Describes a processor that takes one span after the other.
	 * @param processor the processor
	 * @return a target that passes each span of a trace to the processor
	 */
	public static KeptTraceTarget of(SpanProcessor processor) {
		return new KeptTraceTarget(processor, (trace, bytes, expendable) -> end(processor, trace));
	}

	// A span that the processor fails on does not keep the others from it.
	private static void end(SpanProcessor processor, List<ReadableSpan> trace) {
		RuntimeException failure = null;
		for (ReadableSpan span : trace) {
			try {
				processor.onEnd(span);
			}
			catch (Throwable ex) {
				failure = (failure != null) ? failure : new IllegalStateException("The processor failed", ex);
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

}

package dev.telemetry.sampling;

import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * A processor that gets only spans of traces that are kept, all of a trace at once.
 *
 * @param processor is started, flushed and shut down
 * @param spans takes the spans
 */
public record KeptSpanProcessor(SpanProcessor processor, KeptSpans spans) {

	/**
	 * Describes a processor that takes one span after the other.
	 * @param processor the processor
	 * @return the same with whole traces
	 */
	public static KeptSpanProcessor of(SpanProcessor processor) {
		return new KeptSpanProcessor(processor, (trace, bytes, expendable) -> end(processor, trace));
	}

	// One that it cannot cope with does not keep the others from it.
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

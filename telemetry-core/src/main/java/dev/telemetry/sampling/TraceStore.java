package dev.telemetry.sampling;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Where traces are found, and the room there is for them.
 *
 * @param open the traces whose spans are followed
 * @param memory the traces of spans that are remembered only
 * @param budget how many more spans may be open or held
 * @param <T> the type of the traces
 */
record TraceStore<T extends ChainedTrace<T>>(OpenTraces<T> open, TraceMemory<T> memory, SpanBudget budget) {

	/**
	 * Finds the trace of a span.
	 * @return the trace, or {@code null} if the span belongs to none that is known
	 */
	@Nullable T find(SpanContext span) {
		T trace = this.open.find(span);
		return (trace != null) ? trace : this.memory.get(span.getSpanId());
	}

}

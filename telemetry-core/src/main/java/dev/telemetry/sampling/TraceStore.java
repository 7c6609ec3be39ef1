package dev.telemetry.sampling;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The known traces, and the room for more.
 *
 * @param open the traces whose spans are followed
 * @param memory the traces of spans that are only remembered
 * @param budget how many more spans may be open or held
 * @param <T> the type of the traces
 */
record TraceStore<T extends ChainedTrace<T>>(OpenTraces<T> open, TraceMemory<T> memory, SpanBudget budget) {

	/**
	 * Finds the trace of a span.
	 * @return the trace, or {@code null} if none is known
	 */
	@Nullable T find(SpanContext span) {
		T trace = this.open.find(span);
		return (trace != null) ? trace : this.memory.get(span.getSpanId());
	}

}

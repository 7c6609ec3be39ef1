package dev.telemetry.autoconfigure.batch;

import java.util.Set;

import io.micrometer.tracing.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Stores the span of a run in the execution context of its job, which outlives the
 * process and is passed to a restart.
 */
final class TraceParent {

	static final String KEY = "telemetry.traceparent";

	private TraceParent() {
	}

	/**
	 * Returns the span of the previous run.
	 * @return the span, invalid if this run is not a restart
	 */
	static SpanContext read(ExecutionContext job) {
		String value = (job.get(KEY) instanceof String text) ? text : "";
		Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), value, new Getter());
		return Span.fromContext(context).getSpanContext();
	}

	static void write(TraceContext span, ExecutionContext job) {
		String flags = (Boolean.TRUE.equals(span.sampled())) ? "01" : "00";
		job.putString(KEY, "00-" + span.traceId() + "-" + span.spanId() + "-" + flags);
	}

	private static final class Getter implements TextMapGetter<String> {

		@Override
		public Iterable<String> keys(String value) {
			return Set.of("traceparent");
		}

		@Override
		public @Nullable String get(@Nullable String value, String key) {
			return key.equals("traceparent") ? value : null;
		}

	}

}

package dev.telemetry.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/**
 * Sets the span of an observation for the handlers of observations below. Separate from
 * {@link SpanObservation}, which is also used without tracing.
 */
final class SpanTracingContext {

	private SpanTracingContext() {
	}

	static void put(Observation.Context observed, Context spanContext) {
		TracingContext tracing = new TracingContext();
		tracing.setSpan(new OtelSpan(Span.fromContext(spanContext), spanContext));
		observed.put(TracingContext.class, tracing);
	}

}

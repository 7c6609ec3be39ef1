package dev.telemetry.worker;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.health.SpanCopy;
import dev.telemetry.names.Instrumentation;

/**
 * The data of a span that another process has ended, without its ids.
 *
 * @param name the name
 * @param kind the kind
 * @param status the status
 * @param startEpochNanos when the span began, in nanoseconds since 1970
 * @param endEpochNanos when the span ended, in nanoseconds since 1970
 * @param attributes the attributes
 */
record WorkerSpan(String name, SpanKind kind, StatusData status, long startEpochNanos, long endEpochNanos,
		Attributes attributes) {

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create(Instrumentation.SCOPE);

	/**
	 * Returns the span with its own ids: spans that were started below it in other
	 * processes refer to these ids.
	 */
	SpanCopy of(SpanContext context, SpanContext parent, Resource resource, List<EventData> events) {
		return new SpanCopy(resource, SCOPE, this.name, this.kind, context, parent, this.status, this.startEpochNanos,
				this.endEpochNanos, this.attributes, this.attributes.size(), List.copyOf(events), events.size(),
				List.of(), 0);
	}

}

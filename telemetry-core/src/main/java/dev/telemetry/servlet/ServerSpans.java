package dev.telemetry.servlet;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;

import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;

/**
 * Starts the spans of requests. Thread safe.
 */
final class ServerSpans {

	private final Tracer tracer;

	private final CallerContext callerContext;

	private final ExcludedPaths excludedPaths;

	ServerSpans(OpenTelemetry openTelemetry, ExcludedPaths excludedPaths) {
		this.tracer = openTelemetry.getTracer(Instrumentation.SCOPE);
		this.callerContext = new CallerContext(openTelemetry.getPropagators().getTextMapPropagator());
		this.excludedPaths = excludedPaths;
	}

	/**
	 * Starts the span of a request.
	 * @return the context that holds the span
	 */
	Context start(HttpServletRequest request) {
		Context parent = this.callerContext.of(request);
		return parent.with((this.excludedPaths.contains(request)) ? excludedSpan(parent) : span(parent));
	}

	private Span span(Context parent) {
		return this.tracer.spanBuilder(SpanNames.HTTP_SERVER)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.startSpan();
	}

	/**
	 * A span that records nothing and is not sampled, so that nothing below it is traced
	 * either. It has ids of its own: without, spans below would become roots.
	 */
	private static Span excludedSpan(Context parent) {
		SpanContext remote = Span.fromContext(parent).getSpanContext();
		String traceId = (remote.isValid()) ? remote.getTraceId() : TraceId.fromLongs(randomId(), randomId());
		return Span.wrap(SpanContext.create(traceId, SpanId.fromLong(randomId()), TraceFlags.getDefault(),
				TraceState.getDefault()));
	}

	// Zero is no valid id.
	private static long randomId() {
		return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
	}

}

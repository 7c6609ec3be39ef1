package dev.telemetry.servlet;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;

/**
 * Starts the spans of requests. Thread safe.
 */
final class ServerSpans {

	private final Tracer tracer;

	private final CallerContext callerContext;

	private final UntracedPaths untracedPaths;

	ServerSpans(OpenTelemetry openTelemetry, UntracedPaths untracedPaths, ContextLeaks leaks) {
		this.tracer = openTelemetry.getTracer(Instrumentation.SCOPE);
		this.callerContext = new CallerContext(openTelemetry.getPropagators().getTextMapPropagator(), leaks);
		this.untracedPaths = untracedPaths;
	}

	/**
	 * Starts the span of a request.
	 * @param path how requests for its path are sampled, if that differs from others
	 * @param startEpochNanos when it began, in nanoseconds since 1970
	 * @return the context that holds the span
	 */
	Context start(HttpServletRequest request, @Nullable PathRule path, long startEpochNanos) {
		Context parent = this.callerContext.of(request);
		if (this.untracedPaths.contains(request)) {
			return UntracedContext.below(parent);
		}
		if (path == null) {
			return parent.with(span(parent, startEpochNanos));
		}
		PathSampling sampling = path.sampling();
		return (sampling != null) ? parent.with(span(SamplingHint.sampled(parent, sampling), startEpochNanos))
				: UntracedContext.below(parent);
	}

	private Span span(Context parent, long startEpochNanos) {
		return this.tracer.spanBuilder(SpanNames.HTTP_SERVER)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
			.startSpan();
	}

}

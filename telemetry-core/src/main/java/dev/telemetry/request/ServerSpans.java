package dev.telemetry.request;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.SamplingHint;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;

/**
 * Starts the spans of requests. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param <C> type of the requests
 * @since 0.1.0
 */
public final class ServerSpans<C> {

	private final Tracer tracer;

	private final CallerContext<C> callerContext;

	private final UntracedPaths untracedPaths;

	/**
	 * Creates an instance.
	 * @param openTelemetry starts the spans and reads the propagation headers
	 * @param getter reads a header
	 * @param untracedPaths path prefixes that are not traced
	 * @param leaks restores the context of a thread on which one was left behind
	 */
	public ServerSpans(OpenTelemetry openTelemetry, TextMapGetter<C> getter, List<String> untracedPaths,
			ContextLeaks leaks) {
		this.tracer = openTelemetry.getTracer(Instrumentation.SCOPE);
		this.callerContext = new CallerContext<>(openTelemetry.getPropagators().getTextMapPropagator(), getter, leaks);
		this.untracedPaths = new UntracedPaths(untracedPaths);
	}

	/**
	 * Starts the span of a request.
	 * @param request the request
	 * @param path contains the path of the request
	 * @param begin where the path below the context path begins
	 * @param rule the rule of the path, or {@code null} if there is none
	 * @param startEpochNanos when the request began, in nanoseconds since 1970
	 * @return the context that has the span
	 */
	public Context start(C request, String path, int begin, @Nullable PathRule rule, long startEpochNanos) {
		Context parent = this.callerContext.of(request);
		if (this.untracedPaths.contains(path, begin)) {
			return UntracedContext.below(parent);
		}
		if (rule == null) {
			return parent.with(span(parent, startEpochNanos));
		}
		PathSampling sampling = rule.sampling();
		return (sampling != null) ? parent.with(span(SamplingHint.sampled(parent, sampling), startEpochNanos))
				: UntracedContext.below(parent);
	}

	/**
	 * Returns the context of a request that is not to be traced, regardless of its path.
	 * @param request the request
	 * @return the context
	 */
	public Context untraced(C request) {
		return UntracedContext.below(this.callerContext.of(request));
	}

	private Span span(Context parent, long startEpochNanos) {
		return this.tracer.spanBuilder(SpanNames.HTTP_SERVER)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
			.startSpan();
	}

}

package dev.telemetry.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What one would write for a single service: no remote parents, no errors, no
 * asynchronous requests, nothing is kept but what the ratio keeps. It is the floor that
 * others are measured from.
 */
final class FilterByHand implements Filter {

	private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.method");

	private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.status_code");

	private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final Map<String, Timer> timers = new ConcurrentHashMap<>();

	private final Tracer tracer;

	FilterByHand(OpenTelemetry openTelemetry) {
		this.tracer = openTelemetry.getTracer("by hand");
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		long start = System.nanoTime();
		Span span = this.tracer.spanBuilder("http.server").setSpanKind(SpanKind.SERVER).startSpan();
		MDC.put("trace_id", span.getSpanContext().getTraceId());
		MDC.put("span_id", span.getSpanContext().getSpanId());
		try (Scope ignored = span.makeCurrent()) {
			chain.doFilter(servletRequest, servletResponse);
		}
		finally {
			MDC.remove("trace_id");
			MDC.remove("span_id");
			end(span, request, ((HttpServletResponse) servletResponse).getStatus(), System.nanoTime() - start);
		}
	}

	private void end(Span span, HttpServletRequest request, int status, long nanos) {
		String route = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		if (span.isRecording()) {
			span.setAttribute(METHOD, request.getMethod());
			span.setAttribute(ROUTE, route);
			span.setAttribute(STATUS, (long) status);
		}
		span.end();
		this.timers
			.computeIfAbsent(route,
					(key) -> Timer.builder("by.hand")
						.tags("uri", route, "status", String.valueOf(status))
						.register(this.registry))
			.record(nanos, TimeUnit.NANOSECONDS);
	}

}

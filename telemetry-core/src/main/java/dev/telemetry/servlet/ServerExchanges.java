package dev.telemetry.servlet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.Instrumentation;
import dev.telemetry.names.SpanNames;
import dev.telemetry.record.RequestMeter;
import dev.telemetry.root.RequestOutcome;

/**
 * Begins and ends exchanges: the one place where a request becomes a span and a
 * measurement. Thread safe. May throw what a broken class path or a broken extension
 * throws; callers guard against that.
 */
final class ServerExchanges {

	private static final int INTERNAL_SERVER_ERROR = 500;

	private static final int BAD_REQUEST = 400;

	private final Tracer tracer;

	private final CallerContext callerContext;

	private final RequestMeter meter;

	private final RoutePattern routePattern;

	private final ExcludedPaths excludedPaths;

	private final ServerSpanAttributes attributes;

	private final IdGenerator ids = IdGenerator.random();

	ServerExchanges(OpenTelemetry openTelemetry, RequestMeter meter, RoutePattern routePattern,
			HttpServerSettings settings) {
		this.tracer = openTelemetry.getTracer(Instrumentation.SCOPE);
		this.callerContext = new CallerContext(openTelemetry.getPropagators().getTextMapPropagator());
		this.meter = meter;
		this.routePattern = routePattern;
		this.excludedPaths = new ExcludedPaths(settings.excludedPaths());
		this.attributes = new ServerSpanAttributes(settings);
	}

	ServerExchange begin(HttpServletRequest request) {
		long startNanos = System.nanoTime();
		Context parent = this.callerContext.of(request);
		Span span = (this.excludedPaths.contains(request)) ? excludedSpan(parent) : startSpan(parent);
		ServerExchange exchange = new ServerExchange(span, parent.with(span), startNanos);
		request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
		this.meter.started();
		return exchange;
	}

	private Span startSpan(Context parent) {
		return this.tracer.spanBuilder(SpanNames.HTTP_SERVER)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent)
			.startSpan();
	}

	/**
	 * A span that records nothing and is not sampled, so that nothing below it is traced
	 * either. It has ids of its own: without, spans below would become roots.
	 */
	private Span excludedSpan(Context parent) {
		SpanContext remote = Span.fromContext(parent).getSpanContext();
		String traceId = (remote.isValid()) ? remote.getTraceId() : this.ids.generateTraceId();
		return Span.wrap(SpanContext.create(traceId, this.ids.generateSpanId(), TraceFlags.getDefault(),
				TraceState.getDefault()));
	}

	/**
	 * Notes what the request attributes tell before another dispatch overwrites them.
	 */
	void afterDispatch(ServerExchange exchange, HttpServletRequest request) {
		exchange.notePattern(this.routePattern.of(request));
	}

	/**
	 * Ends an exchange, once: later calls do nothing. The span is to be current, so that
	 * the meter can link to it.
	 */
	void end(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		if (!exchange.tryEnd()) {
			return;
		}
		RequestOutcome outcome = outcome(exchange, request, response);
		Span span = exchange.span();
		try {
			if (span.isRecording()) {
				this.attributes.write(span, request, outcome);
			}
		}
		finally {
			try {
				this.meter.ended(outcome);
			}
			finally {
				span.end();
			}
		}
	}

	private static RequestOutcome outcome(ServerExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		long durationNanos = System.nanoTime() - exchange.startNanos();
		exchange.noteError((Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
		int status = status(exchange, response);
		String pattern = exchange.pattern();
		return new RequestOutcome(RequestNames.method(request), RequestNames.route(request, pattern, status),
				RequestNames.pattern(pattern, status), status, durationNanos, exchange.error());
	}

	/**
	 * The container turns an exception into an error response only after the filter has
	 * returned: unless the response is on the wire already, it will be a 500.
	 */
	private static int status(ServerExchange exchange, HttpServletResponse response) {
		int status = response.getStatus();
		if (exchange.error() != null && status < BAD_REQUEST && !response.isCommitted()) {
			exchange.span().setAttribute(HttpServerAttributes.STATUS_ESTIMATED, true);
			return INTERNAL_SERVER_ERROR;
		}
		return status;
	}

}

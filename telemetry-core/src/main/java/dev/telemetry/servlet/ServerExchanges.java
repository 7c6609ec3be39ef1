package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.control.Adjustable;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.SpanClock;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.PathRule;
import dev.telemetry.request.PathRules;
import dev.telemetry.request.ServerSpans;

/**
 * Begins the exchanges of requests. Thread safe. No method throws: failures, even those
 * of a broken class path or a broken extension, are reported. An exchange that could not
 * begin is forgotten; its span never ends, and so is never exported.
 */
final class ServerExchanges {

	private final @Nullable ServerSpans<HttpServletRequest> spans;

	private final Adjustable<PathRules> pathRules;

	private final TraceIds traceIds;

	private final RootDecider decider;

	private final RequestMeter meter;

	private final RequestObserver observer;

	private final InternalFailures failures;

	ServerExchanges(@Nullable ServerSpans<HttpServletRequest> spans, HttpServerSettings settings, RootDecider decider,
			RequestMeter meter, RequestObserver observer, InternalFailures failures) {
		this.spans = spans;
		this.pathRules = settings.pathRules();
		this.traceIds = new TraceIds(settings);
		this.decider = decider;
		this.meter = meter;
		this.observer = observer;
		this.failures = failures;
	}

	/**
	 * Begins the exchange of a request.
	 * @return the exchange, or {@code null} if the request cannot be observed
	 */
	@Nullable ServerExchange begin(HttpServletRequest request, HttpServletResponse response) {
		try {
			long startEpochNanos = SpanClock.epochNanos();
			long startNanos = System.nanoTime();
			PathRule path = this.pathRules.current().of(request.getRequestURI(), request.getContextPath().length());
			Context context = startSpan(request, response, path, startEpochNanos);
			ServerExchange exchange = new ServerExchange(request, response, context, path, this.decider, startNanos,
					startEpochNanos);
			follow(exchange);
			exchange.attach();
			count();
			return exchange;
		}
		catch (Throwable ex) {
			this.failures.report("beginning a request", ex);
			return null;
		}
	}

	private void count() {
		try {
			this.meter.started();
		}
		catch (Throwable ex) {
			this.failures.report("counting a request", ex);
		}
	}

	/**
	 * Starts the span of a request. Without a span, the request is still measured.
	 * @return the context that has the span, or {@code null} if there is none
	 */
	private @Nullable Context startSpan(HttpServletRequest request, HttpServletResponse response,
			@Nullable PathRule path, long startEpochNanos) {
		if (this.spans == null) {
			return null;
		}
		try {
			Context context = this.spans.start(request, request.getRequestURI(), request.getContextPath().length(),
					path, startEpochNanos);
			this.traceIds.show(context, request, response);
			return context;
		}
		catch (Throwable ex) {
			this.failures.report("starting the span of a request", ex);
			return null;
		}
	}

	private void follow(ServerExchange exchange) {
		try {
			exchange.follow(this.observer);
		}
		catch (Throwable ex) {
			this.failures.report("showing a request to another library", ex);
		}
	}

}

package dev.telemetry.servlet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.record.InternalFailures;
import dev.telemetry.record.RequestMeter;
import dev.telemetry.root.RequestOutcome;

/**
 * Begins and ends exchanges: the one place where a request becomes a span and a
 * measurement. Thread safe. Nothing in here throws, whatever a broken class path or a
 * broken extension does: it is reported, and an exchange that began ends all the same.
 * One that could not begin is forgotten; its span never ends and so is never exported.
 */
final class ServerExchanges {

	private static final int CLIENT_ERROR = 400;

	private static final int INTERNAL_SERVER_ERROR = 500;

	private final @Nullable ServerSpans spans;

	private final RequestMeter meter;

	private final RoutePattern routePattern;

	private final ServerSpanAttributes attributes;

	private final TraceResponse traceResponse;

	private final ContainerHook hook;

	private final InternalFailures failures;

	ServerExchanges(@Nullable OpenTelemetry openTelemetry, RequestMeter meter, RoutePattern routePattern,
			HttpServerSettings settings, ContainerHook hook, InternalFailures failures) {
		this.spans = (openTelemetry != null)
				? new ServerSpans(openTelemetry, new ExcludedPaths(settings.excludedPaths())) : null;
		this.meter = meter;
		this.routePattern = routePattern;
		this.attributes = new ServerSpanAttributes(settings);
		this.traceResponse = new TraceResponse(settings.responseHeaders());
		this.hook = hook;
		this.failures = failures;
	}

	/**
	 * Begins the exchange of a request.
	 * @return the exchange, or {@code null} if it cannot be observed
	 */
	@Nullable ServerExchange begin(HttpServletRequest request, HttpServletResponse response) {
		try {
			long startNanos = System.nanoTime();
			ServerExchange exchange = new ServerExchange(startSpan(request, response), startNanos);
			this.meter.started();
			request.setAttribute(ServerExchange.ATTRIBUTE, exchange);
			return exchange;
		}
		catch (Throwable ex) {
			this.failures.report("beginning a request", ex);
			return null;
		}
	}

	/**
	 * Starts the span of a request. Without one, the request is still measured.
	 * @return the context that holds the span, or {@code null} if there is none
	 */
	private @Nullable Context startSpan(HttpServletRequest request, HttpServletResponse response) {
		if (this.spans == null) {
			return null;
		}
		try {
			Context context = this.spans.start(request);
			this.traceResponse.write(context, response);
			return context;
		}
		catch (Throwable ex) {
			this.failures.report("starting the span of a request", ex);
			return null;
		}
	}

	/**
	 * Makes the span of an exchange current.
	 * @return what restores the context before, or {@code null} if there is no span to
	 * make current
	 */
	@SuppressWarnings("MustBeClosedChecker")
	@Nullable Scope enter(ServerExchange exchange) {
		try {
			Context context = exchange.context();
			return (context != null) ? context.makeCurrent() : null;
		}
		catch (Throwable ex) {
			this.failures.report("making the span of a request current", ex);
			return null;
		}
	}

	/**
	 * Makes the span of an exchange current unless anything else is.
	 * @return what restores the context before, or {@code null} if there is nothing to
	 * restore
	 */
	@SuppressWarnings("MustBeClosedChecker")
	@Nullable Scope enterUnlessWithin(ServerExchange exchange) {
		try {
			return (Context.root().equals(Context.current())) ? enter(exchange) : null;
		}
		catch (Throwable ex) {
			this.failures.report("making the span of a request current", ex);
			return null;
		}
	}

	/**
	 * Restores the context that was current before.
	 */
	void exit(@Nullable Scope scope) {
		try {
			if (scope != null) {
				scope.close();
			}
		}
		catch (Throwable ex) {
			this.failures.report("restoring the context after a request", ex);
		}
	}

	/**
	 * Notes how a dispatch went, before another one overwrites what the request tells.
	 */
	void noteDispatch(ServerExchange exchange, HttpServletRequest request, @Nullable Throwable error) {
		try {
			exchange.noteError(error);
			// An error page has a pattern of its own.
			if (request.getDispatcherType() != DispatcherType.ERROR) {
				exchange.notePattern(this.routePattern.of(request));
			}
		}
		catch (Throwable ex) {
			this.failures.report("looking up the route of a request", ex);
		}
	}

	/**
	 * Arranges for the end of an exchange when its asynchronous context completes.
	 * @return whether the request is asynchronous, so that the exchange ends later
	 */
	boolean endsLater(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		try {
			// An upgraded one may say so as well; it is over with the handshake.
			if (request.isAsyncStarted() && response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
				request.getAsyncContext().addListener(new ExchangeEndListener(this, exchange, request, response));
				return true;
			}
		}
		catch (Throwable ex) {
			this.failures.report("following an asynchronous request", ex);
		}
		return false;
	}

	/**
	 * Leaves an exchange to the container, which is not done with its request: it answers
	 * an exception or an error status only after the filter has returned.
	 * @param ends whether the exchange is over when the request is
	 * @param escaped whether an exception is on its way to the container
	 * @return the exchange, or {@code null} if the container does not take it
	 */
	@Nullable ParkedExchange park(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response, boolean ends,
			boolean escaped) {
		try {
			// An error page is within a dispatch that is parked, or none that a hook
			// sees.
			DispatcherType dispatch = request.getDispatcherType();
			if (!this.hook.isInstalled() || dispatch == DispatcherType.ERROR
					|| !(escaped || (ends && response.getStatus() >= CLIENT_ERROR))) {
				return null;
			}
			if (escaped && response.isCommitted()) {
				exchange.noteSentStatus(response.getStatus());
			}
			// What throws after it has become asynchronous is not always completed.
			boolean last = ends || dispatch == DispatcherType.REQUEST;
			ParkedExchange parked = new ParkedExchange(this, exchange, request, response, last);
			return (this.hook.park(parked)) ? parked : null;
		}
		catch (Throwable ex) {
			this.failures.report("leaving a request to the container", ex);
			return null;
		}
	}

	/**
	 * Ends an exchange while its span is current. The container has answered.
	 */
	void endInScope(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		Scope scope = enter(exchange);
		end(exchange, request, response, false);
		exit(scope);
	}

	/**
	 * Ends an exchange, once: later calls do nothing. The span is to be current, so that
	 * the meter can link to it.
	 * @param escaped whether an exception is on its way to the container, which answers
	 * it
	 */
	void end(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response, boolean escaped) {
		if (!exchange.tryEnd()) {
			return;
		}
		Span span = exchange.span();
		RequestOutcome outcome = outcome(exchange, request, response, escaped);
		try {
			if (span.isRecording()) {
				this.attributes.write(span, request, outcome);
			}
		}
		catch (Throwable ex) {
			this.failures.report("describing a request", ex);
		}
		try {
			this.meter.ended(outcome);
		}
		catch (Throwable ex) {
			this.failures.report("measuring a request", ex);
		}
		try {
			span.end();
		}
		catch (Throwable ex) {
			this.failures.report("ending the span of a request", ex);
		}
	}

	private RequestOutcome outcome(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response,
			boolean escaped) {
		long durationNanos = System.nanoTime() - exchange.startNanos();
		try {
			if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
				exchange.noteError(error);
			}
			int status = status(exchange, response, escaped);
			String pattern = exchange.pattern();
			return new RequestOutcome(RequestNames.method(request), RequestNames.route(request, pattern, status),
					RequestNames.pattern(pattern, status), status, durationNanos, exchange.error(), exchange.handled());
		}
		catch (Throwable ex) {
			this.failures.report("finding out how a request ended", ex);
			return new RequestOutcome(RequestOutcome.OTHER_METHOD, RequestNames.UNKNOWN, RequestNames.UNKNOWN, 0,
					durationNanos, exchange.error(), exchange.handled());
		}
	}

	/**
	 * The container turns an exception into an error response only after the filter has
	 * returned: unless the response is on the wire already, it will be a 500, whatever
	 * status was set before.
	 */
	private static int status(ServerExchange exchange, HttpServletResponse response, boolean escaped) {
		if (exchange.sentStatus() != 0) {
			return exchange.sentStatus();
		}
		if (escaped && !response.isCommitted()) {
			exchange.span().setAttribute(HttpServerAttributes.STATUS_ESTIMATED, true);
			return INTERNAL_SERVER_ERROR;
		}
		return response.getStatus();
	}

}

package dev.telemetry.servlet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;

/**
 * Begins and ends exchanges: the one place where a request becomes a span and a
 * measurement. Thread safe. Nothing in here throws, whatever a broken class path or a
 * broken extension does: it is reported, and an exchange that began ends all the same.
 * One that could not begin is forgotten; its span never ends and so is never exported.
 */
final class ServerExchanges {

	private static final int CLIENT_ERROR = 400;

	private final @Nullable ServerSpans spans;

	private final PathRules pathRules;

	private final RootDecider decider;

	private final RequestMeter meter;

	private final RoutePattern routePattern;

	private final ServerSpanAttributes attributes;

	private final TraceResponse traceResponse;

	private final RequestOutcomes outcomes;

	private final ContainerHook hook;

	private final InternalFailures failures;

	ServerExchanges(@Nullable OpenTelemetry openTelemetry, RootDecider decider, RequestMeter meter,
			RoutePattern routePattern, HttpServerSettings settings, ContainerHook hook, InternalFailures failures) {
		this.spans = (openTelemetry != null)
				? new ServerSpans(openTelemetry, new UntracedPaths(settings.untracedPaths())) : null;
		this.pathRules = new PathRules(settings.pathRules());
		this.decider = decider;
		this.meter = meter;
		this.routePattern = routePattern;
		this.attributes = new ServerSpanAttributes(settings);
		this.traceResponse = new TraceResponse(settings.responseHeaders());
		this.outcomes = new RequestOutcomes(failures);
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
			PathRule path = this.pathRules.of(request);
			ServerExchange exchange = new ServerExchange(startSpan(request, response, path), path, this.decider,
					startNanos);
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
	private @Nullable Context startSpan(HttpServletRequest request, HttpServletResponse response,
			@Nullable PathRule path) {
		if (this.spans == null) {
			return null;
		}
		try {
			Context context = this.spans.start(request, path);
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
				this.outcomes.noteWhetherSent(exchange, response);
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
	 * an exception or an error status only after the filter has returned. One that took
	 * long is left to it as well, because it knows when the response was sent.
	 * @param ends whether the exchange is over when the request is
	 * @param escaped whether an exception is on its way to the container
	 * @return the exchange, or {@code null} if the container does not take it
	 */
	@Nullable ParkedExchange park(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response, boolean ends,
			boolean escaped) {
		try {
			if (!this.hook.isUsed()) {
				return null;
			}
			DispatcherType dispatch = request.getDispatcherType();
			boolean over = ends || (dispatch == DispatcherType.ASYNC && !request.isAsyncStarted());
			boolean answered = !escaped && (!over || !isAnswerOpen(exchange, response));
			// An error page is within a dispatch that is parked, or none that a hook
			// sees.
			if (answered || dispatch == DispatcherType.ERROR) {
				return null;
			}
			if (escaped && response.isCommitted()) {
				exchange.noteSentStatus(response.getStatus());
			}
			// What throws after it has become asynchronous is not always completed.
			boolean last = over || dispatch == DispatcherType.REQUEST;
			ParkedExchange parked = new ParkedExchange(this, exchange, request, response, last, escaped);
			return (this.hook.park(parked)) ? parked : null;
		}
		catch (Throwable ex) {
			this.failures.report("leaving a request to the container", ex);
			return null;
		}
	}

	private boolean isAnswerOpen(ServerExchange exchange, HttpServletResponse response) {
		return response.getStatus() >= CLIENT_ERROR || this.outcomes.isSlow(exchange);
	}

	/**
	 * Notes when a response was put on the wire.
	 */
	void noteCommitted(ServerExchange exchange, long committedNanos) {
		this.outcomes.noteSent(exchange, committedNanos);
	}

	/**
	 * Ends an exchange whose asynchronous context is complete. Tomcat says so before it
	 * has answered with an error page; what waits for that goes on waiting.
	 */
	void endAsync(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		try {
			if (this.hook.awaits(exchange)) {
				return;
			}
		}
		catch (Throwable ex) {
			this.failures.report("completing an asynchronous request", ex);
		}
		endInScope(exchange, request, response, false);
	}

	/**
	 * Ends an exchange while its span is current. The container is done with it.
	 * @param escaped whether an exception was left to the container
	 */
	void endInScope(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response,
			boolean escaped) {
		Scope scope = enter(exchange);
		end(exchange, request, response, escaped, true);
		exit(scope);
	}

	/**
	 * Ends an exchange, once: later calls do nothing. The span is to be current, so that
	 * the meter can link to it.
	 * @param escaped whether an exception is on its way to the container, which answers
	 * it
	 * @param answered whether the container is done, so that no error page can change the
	 * status any more
	 */
	void end(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response, boolean escaped,
			boolean answered) {
		if (!exchange.tryEnd()) {
			return;
		}
		Span span = exchange.span();
		RequestOutcome outcome = this.outcomes.of(exchange, request, response, escaped, answered);
		try {
			if (this.decider.decide(span, outcome)) {
				this.attributes.write(span, request, exchange.pattern(), outcome);
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

}

package dev.telemetry.servlet;

import java.io.IOException;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.context.LogContext;
import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.HttpServerSettings;
import dev.telemetry.request.ServerSpanAttributes;
import dev.telemetry.request.ServerSpans;

/**
 * Records one {@code http.server} span and one measurement for each request, and makes
 * the span current while the request is being processed. An asynchronous request ends
 * when its asynchronous context completes.
 * <p>
 * To be mapped to all URLs for the dispatcher types {@code REQUEST}, {@code FORWARD},
 * {@code ASYNC} and {@code ERROR}, before every other filter whose work is worth
 * recording, and with asynchronous support. Of a forward, it only notes the route. Thread
 * safe. If the filter fails, the request is served as if the filter was not there;
 * exceptions of the application pass through unchanged.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class TelemetryFilter implements Filter {

	private final ServerExchanges exchanges;

	private final ExchangeScopes scopes;

	private final DispatchEnd end;

	/**
	 * Creates a filter without an observer.
	 * @param openTelemetry starts the spans and reads the propagation headers;
	 * {@code null} leaves the context of a request alone, so that it is measured only
	 * @param decider decides at the end of a request whether its trace is kept
	 * @param meter measures the requests
	 * @param routePattern finds the pattern that a request matched
	 * @param settings what to observe, and how to name it
	 * @param hook lets a container end exchanges that the filter cannot end
	 * @param failures receives failures of this project's own code
	 */
	public TelemetryFilter(@Nullable OpenTelemetry openTelemetry, RootDecider decider, RequestMeter meter,
			RoutePattern routePattern, HttpServerSettings settings, ContainerHook hook, InternalFailures failures) {
		this(openTelemetry, decider, meter, RequestObserver.NONE, routePattern, settings, hook, new ContextLeaks(),
				failures);
	}

	/**
	 * Creates a filter.
	 * @param openTelemetry starts the spans and reads the propagation headers;
	 * {@code null} leaves the context of a request alone, so that it is measured only
	 * @param decider decides at the end of a request whether its trace is kept
	 * @param meter measures the requests
	 * @param observer makes requests visible to another library
	 * @param routePattern finds the pattern that a request matched
	 * @param settings what to observe, and how to name it
	 * @param hook lets a container end exchanges that the filter cannot end
	 * @param leaks restores contexts after an application that leaves scopes open
	 * @param failures receives failures of this project's own code
	 */
	public TelemetryFilter(@Nullable OpenTelemetry openTelemetry, RootDecider decider, RequestMeter meter,
			RequestObserver observer, RoutePattern routePattern, HttpServerSettings settings, ContainerHook hook,
			ContextLeaks leaks, InternalFailures failures) {
		this.scopes = new ExchangeScopes(leaks, failures);
		ServerSpans<HttpServletRequest> spans = (openTelemetry != null)
				? new ServerSpans<>(openTelemetry, ServletRequestGetter.INSTANCE, settings.untracedPaths(), leaks)
				: null;
		this.exchanges = new ServerExchanges(spans, settings, decider, meter, observer, failures);
		ExchangeEnd ends = new ExchangeEnd(decider, meter, new RequestOutcomes(new ClientFailures(hook), failures),
				new ServerSpanAttributes(settings), this.scopes, failures);
		this.end = new DispatchEnd(routePattern, hook, ends, this.scopes, failures);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
			doFilter(httpRequest, httpResponse, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ServerExchange exchange = ServerExchange.of(request);
		boolean begins = exchange == null && request.getDispatcherType() == DispatcherType.REQUEST;
		if (begins) {
			exchange = this.exchanges.begin(request, response);
		}
		if (exchange == null) {
			chain.doFilter(request, response);
			return;
		}
		if (!begins && request.getDispatcherType() == DispatcherType.FORWARD) {
			forward(exchange, request, response, chain);
			return;
		}
		Context before = Context.current();
		if (before == exchange.context()) {
			// This is an error page. Outer filters may have cleared the logging context.
			ContextLeaks.announce(before);
		}
		Map<String, Object> logBefore = LogContext.current();
		Scope scope = this.scopes.enter(exchange);
		Throwable error = null;
		exchange.enter();
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			error = ex;
			throw ex;
		}
		finally {
			exchange.leave();
			ParkedExchange parked = this.end.leave(exchange, request, begins, error);
			this.scopes.exit(exchange, scope, before);
			LogContext.set(logBefore);
			if (parked != null) {
				parked.enter();
			}
		}
	}

	private void forward(ServerExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		// The route of an error page is not that of the request.
		if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) {
			chain.doFilter(request, response);
			return;
		}
		String before = this.end.beforeForward(exchange, request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.end.afterForward(exchange, request, before);
		}
	}

}

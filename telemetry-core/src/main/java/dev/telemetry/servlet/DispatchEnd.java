package dev.telemetry.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;

/**
 * Decides at the end of a dispatch when its exchange ends: now, when its asynchronous
 * context completes, or when the container is done. Thread safe. No method throws; an
 * exchange that began ends, whatever goes wrong.
 */
final class DispatchEnd {

	private static final int CLIENT_ERROR = 400;

	private static final String ROUTE = "looking up the route of a request";

	private final RoutePattern routePattern;

	private final ContainerHook hook;

	private final ExchangeEnd end;

	private final ExchangeScopes scopes;

	private final InternalFailures failures;

	DispatchEnd(RoutePattern routePattern, ContainerHook hook, ExchangeEnd end, ExchangeScopes scopes,
			InternalFailures failures) {
		this.routePattern = routePattern;
		this.hook = hook;
		this.end = end;
		this.scopes = scopes;
		this.failures = failures;
	}

	/**
	 * Ends the exchange, or arranges for its end.
	 * @param request the request of the dispatch
	 * @param begun whether the exchange began with the dispatch
	 * @param error the exception that left the dispatch, or {@code null}
	 * @return the parked exchange if the container is to end it, or {@code null}
	 */
	@Nullable ParkedExchange leave(ServerExchange exchange, HttpServletRequest request, boolean begun,
			@Nullable Throwable error) {
		note(exchange, request, error);
		boolean later = endsLater(exchange, request, begun);
		boolean ends = begun && !later;
		Answer answer = (error != null) ? Answer.FAILING : Answer.OPEN;
		ParkedExchange parked = park(exchange, request, ends, answer);
		if (ends && parked == null) {
			this.end.end(exchange, answer);
		}
		return parked;
	}

	// Called before another dispatch overwrites the attributes of the request.
	private void note(ServerExchange exchange, HttpServletRequest request, @Nullable Throwable error) {
		try {
			exchange.noteError(error, ErrorSource.THROWN);
			// An error page has a pattern of its own.
			if (request.getDispatcherType() != DispatcherType.ERROR) {
				exchange.notePattern(pattern(exchange, request), request);
			}
		}
		catch (Throwable ex) {
			this.failures.report(ROUTE, ex);
		}
	}

	/**
	 * Returns the pattern that was matched before a forward.
	 * @return the pattern, or {@code null} if there is none
	 */
	@Nullable String beforeForward(ServerExchange exchange, HttpServletRequest request) {
		try {
			return pattern(exchange, request);
		}
		catch (Throwable ex) {
			this.failures.report(ROUTE, ex);
			return null;
		}
	}

	/**
	 * Notes the pattern that a forward has matched, while the servlet that matched it is
	 * known. A page that is forwarded to matches none.
	 * @param before the pattern that was matched before
	 */
	void afterForward(ServerExchange exchange, HttpServletRequest request, @Nullable String before) {
		try {
			String pattern = pattern(exchange, request);
			if (pattern != null && !pattern.equals(before)) {
				exchange.notePattern(pattern, request);
			}
		}
		catch (Throwable ex) {
			this.failures.report(ROUTE, ex);
		}
	}

	private @Nullable String pattern(ServerExchange exchange, HttpServletRequest request) {
		RequestObservation observation = exchange.observation();
		String named = (observation != null) ? observation.pattern() : null;
		return (named != null) ? named : this.routePattern.of(request);
	}

	// The page may be asynchronous, although the request was not.
	private static boolean isFirstErrorPage(ServerExchange exchange, HttpServletRequest request) {
		return exchange.async() == null && request.getDispatcherType() == DispatcherType.ERROR;
	}

	/**
	 * Arranges for the end of an exchange when its asynchronous context completes.
	 * @param begun whether the exchange began with this dispatch
	 * @return whether the request is asynchronous, so that the exchange ends later
	 */
	private boolean endsLater(ServerExchange exchange, HttpServletRequest request, boolean begun) {
		try {
			// An upgraded request may be asynchronous too, but is over with
			// the handshake.
			if ((begun || isFirstErrorPage(exchange, request)) && request.isAsyncStarted()
					&& exchange.response().getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
				ExchangeEndListener listener = new ExchangeEndListener(exchange, this::endAsync);
				request.getAsyncContext().addListener(listener);
				this.hook.follow(exchange.becomeAsync(listener));
				RequestOutcomes.noteWhetherSent(exchange);
				return true;
			}
		}
		catch (Throwable ex) {
			this.failures.report("following an asynchronous request", ex);
		}
		return false;
	}

	/**
	 * Ends an exchange whose asynchronous context is complete. Tomcat reports that before
	 * it has answered with an error page; an exchange that waits for the answer goes on
	 * waiting. A container may report it twice.
	 */
	private void endAsync(ServerExchange exchange) {
		try {
			if (!exchange.isOpen() || this.hook.awaits(exchange)) {
				return;
			}
		}
		catch (Throwable ex) {
			this.failures.report("completing an asynchronous request", ex);
		}
		this.end.endInScope(exchange, Answer.DONE);
	}

	/**
	 * Leaves an exchange to the container, which answers an exception or an error status
	 * only after the filter has returned. A slow exchange is left to the container as
	 * well, because the container knows when the response was sent.
	 * @param ends whether the exchange ends with this dispatch
	 * @return the parked exchange, or {@code null} if the container does not take it
	 */
	private @Nullable ParkedExchange park(ServerExchange exchange, HttpServletRequest request, boolean ends,
			Answer answer) {
		try {
			DispatcherType dispatch = request.getDispatcherType();
			// An error page is part of a dispatch that is parked already, or of one
			// without a hook.
			if (!this.hook.isUsed() || dispatch == DispatcherType.ERROR) {
				return null;
			}
			boolean over = ends || (dispatch == DispatcherType.ASYNC && !request.isAsyncStarted());
			if (answer != Answer.FAILING && !(over && isAnswerOpen(exchange))) {
				return null;
			}
			// A container does not always complete a request that throws after it has
			// become asynchronous.
			boolean last = over || dispatch == DispatcherType.REQUEST;
			ParkedExchange parked = new ParkedExchange(this.end, this.scopes, exchange, last, answer);
			return (this.hook.park(parked)) ? parked : null;
		}
		catch (Throwable ex) {
			this.failures.report("leaving a request to the container", ex);
			return null;
		}
	}

	// After sendError, a response looks as if it were on the wire. The error stands: a
	// status that is set later has no effect.
	private boolean isAnswerOpen(ServerExchange exchange) {
		HttpServletResponse response = exchange.response();
		return response.getStatus() >= CLIENT_ERROR || (response.isCommitted() && this.hook.isUnsent())
				|| RequestOutcomes.isSlow(exchange);
	}

}

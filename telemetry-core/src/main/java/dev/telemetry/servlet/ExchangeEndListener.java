package dev.telemetry.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Ends an asynchronous exchange. Only completion ends it: at a timeout and at an error
 * the status is not final, so those only note the cause.
 */
final class ExchangeEndListener implements AsyncListener {

	private final ServerExchanges exchanges;

	private final ServerExchange exchange;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	ExchangeEndListener(ServerExchanges exchanges, ServerExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		this.exchanges = exchanges;
		this.exchange = exchange;
		this.request = request;
		this.response = response;
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Each cycle starts without listeners.
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
		this.exchange.noteError(event.getThrowable());
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.exchanges.endAsync(this.exchange, this.request, this.response);
	}

}

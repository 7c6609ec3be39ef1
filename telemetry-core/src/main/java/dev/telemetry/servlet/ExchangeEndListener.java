package dev.telemetry.servlet;

import java.util.function.Consumer;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Ends an asynchronous exchange. Completion ends it: at a timeout and at an error the
 * status is not final, so those only note the cause. An error is the end where the
 * container gives the request up with it.
 */
final class ExchangeEndListener implements AsyncListener, Runnable {

	private final ServerExchange exchange;

	private final Consumer<ServerExchange> end;

	ExchangeEndListener(ServerExchange exchange, Consumer<ServerExchange> end) {
		this.exchange = exchange;
		this.end = end;
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
		this.exchange.noteError(event.getThrowable(), ErrorSource.CONTAINER);
		AsyncProgress async = this.exchange.async();
		if (async != null && async.isGivenUp()) {
			run();
		}
	}

	@Override
	public void onComplete(AsyncEvent event) {
		run();
	}

	@Override
	public void run() {
		this.end.accept(this.exchange);
	}

}

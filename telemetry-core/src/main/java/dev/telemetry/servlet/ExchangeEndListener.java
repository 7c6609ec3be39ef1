package dev.telemetry.servlet;

import java.util.function.Consumer;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.jspecify.annotations.Nullable;

/**
 * Ends an asynchronous exchange when its asynchronous context completes. At a timeout or
 * an error, the status is not final, so only the cause is noted. An error ends the
 * exchange only if the container gives up the request with it.
 */
final class ExchangeEndListener implements AsyncListener, Runnable {

	private static final int SERVER_ERROR = 500;

	private final ServerExchange exchange;

	private final Consumer<ServerExchange> end;

	ExchangeEndListener(ServerExchange exchange, Consumer<ServerExchange> end) {
		this.exchange = exchange;
		this.end = end;
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Each asynchronous cycle starts without listeners.
		event.getAsyncContext().addListener(this);
		AsyncProgress async = this.exchange.async();
		if (async != null) {
			async.cycle(async.cycle() + 1);
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		noteSentStatus(this.exchange.async());
	}

	@Override
	public void onError(AsyncEvent event) {
		this.exchange.noteError(event.getThrowable(), ErrorSource.CONTAINER);
		AsyncProgress async = this.exchange.async();
		noteSentStatus(async);
		if (async != null && async.isGivenUp()) {
			run();
		}
	}

	// After a timeout or an error, Tomcat sets the status 500 even if the response is on
	// the wire.
	private void noteSentStatus(@Nullable AsyncProgress async) {
		if (async != null && async.committedNanos() != ContainerHook.UNKNOWN) {
			int status = this.exchange.response().getStatus();
			if (status < SERVER_ERROR) {
				this.exchange.noteSentStatus(status);
			}
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

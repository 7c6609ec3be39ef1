package dev.telemetry.servlet;

import io.opentelemetry.context.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that waits for the container to be done with its request.
 */
final class ParkedExchange {

	private final ServerExchanges exchanges;

	private final ServerExchange exchange;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final boolean ends;

	private final int status;

	private final long parkedNanos = System.nanoTime();

	private final @Nullable Scope scope;

	/**
	 * Parks an exchange.
	 * @param ends whether the exchange is over then; an asynchronous one is not
	 * @param scope keeps the span current until then
	 */
	ParkedExchange(ServerExchanges exchanges, ServerExchange exchange, HttpServletRequest request,
			HttpServletResponse response, boolean ends, @Nullable Scope scope) {
		this.exchanges = exchanges;
		this.exchange = exchange;
		this.request = request;
		this.response = response;
		this.ends = ends;
		this.status = response.getStatus();
		this.scope = scope;
	}

	/**
	 * Continues after the container is done.
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link ContainerHook#UNKNOWN}
	 */
	void resume(long committedNanos) {
		if (committedNanos != ContainerHook.UNKNOWN && committedNanos - this.parkedNanos < 0) {
			this.exchange.noteSentStatus(this.status);
		}
		if (this.ends) {
			this.exchanges.end(this.exchange, this.request, this.response, false);
		}
		this.exchanges.exit(this.scope);
	}

}

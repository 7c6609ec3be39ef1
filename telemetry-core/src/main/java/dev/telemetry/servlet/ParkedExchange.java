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

	private final boolean escaped;

	private final int status;

	private final long parkedNanos = System.nanoTime();

	private @Nullable Scope scope;

	/**
	 * Parks an exchange.
	 * @param ends whether the exchange is over then; an asynchronous one may not be
	 * @param escaped whether an exception is on its way to the container
	 */
	ParkedExchange(ServerExchanges exchanges, ServerExchange exchange, HttpServletRequest request,
			HttpServletResponse response, boolean ends, boolean escaped) {
		this.exchanges = exchanges;
		this.exchange = exchange;
		this.request = request;
		this.response = response;
		this.ends = ends;
		this.escaped = escaped;
		this.status = response.getStatus();
	}

	/**
	 * Makes the span current until the container is done, for what it logs. Not within a
	 * scope of somebody else, who is to close it before that and could not.
	 */
	void enter() {
		this.scope = this.exchanges.enterUnlessWithin(this.exchange);
	}

	/**
	 * Whether an exchange is over when this one resumes.
	 */
	boolean ends(ServerExchange exchange) {
		return this.ends && this.exchange == exchange;
	}

	/**
	 * Continues after the container is done. Never throws.
	 * @param committedNanos when the response was put on the wire, by the clock of
	 * {@link System#nanoTime()}, or {@link ContainerHook#UNKNOWN}
	 */
	void resume(long committedNanos) {
		if (committedNanos != ContainerHook.UNKNOWN) {
			this.exchanges.noteCommitted(this.exchange, committedNanos);
			if (committedNanos - this.parkedNanos < 0) {
				this.exchange.noteSentStatus(this.status);
			}
		}
		if (this.ends) {
			this.exchanges.endInScope(this.exchange, this.request, this.response, this.escaped);
		}
		this.exchanges.exit(this.scope);
	}

}

package dev.telemetry.servlet;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that waits for the container to be done with its request.
 */
final class ParkedExchange implements ParkedDispatch {

	private final ExchangeEnd end;

	private final ExchangeScopes scopes;

	private final ServerExchange exchange;

	private final boolean ends;

	private final int asyncCycle;

	private final Answer answer;

	private final int status;

	private final long parkedNanos = System.nanoTime();

	private @Nullable Scope scope;

	/**
	 * Parks an exchange.
	 * @param ends whether the exchange ends with the dispatch; an asynchronous one may
	 * not
	 * @param answer how far the container is when the filter returns
	 */
	ParkedExchange(ExchangeEnd end, ExchangeScopes scopes, ServerExchange exchange, boolean ends, Answer answer) {
		this.end = end;
		this.scopes = scopes;
		this.exchange = exchange;
		this.ends = ends;
		this.asyncCycle = exchange.asyncCycle();
		this.answer = (answer == Answer.FAILING) ? Answer.RETURNED : Answer.DONE;
		this.status = exchange.response().getStatus();
	}

	/**
	 * Makes the span current until the container is done, for the lines that the
	 * container logs. Does nothing within the scope of another filter, because that
	 * filter closes its scope first.
	 */
	void enter() {
		this.scope = this.scopes.enterContextUnlessWithin(this.exchange);
	}

	@Override
	public boolean ends(ServerExchange exchange) {
		return this.exchange == exchange && ends();
	}

	// An error page that has become asynchronous ends the exchange.
	private boolean ends() {
		return this.ends && this.exchange.asyncCycle() == this.asyncCycle;
	}

	@Override
	public void resume(long committedNanos) {
		if (committedNanos != ContainerHook.UNKNOWN) {
			RequestOutcomes.noteSent(this.exchange, committedNanos);
			if (committedNanos - this.parkedNanos < 0) {
				this.exchange.noteSentStatus(this.status);
			}
		}
		if (ends()) {
			this.end.endInScope(this.exchange, this.answer);
		}
		this.scopes.exit(this.scope);
	}

}

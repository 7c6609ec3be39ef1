package dev.telemetry.servlet;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * Makes exchanges current and restores the context from before, even if the application
 * has left scopes open in between. Thread safe; no method throws.
 */
final class ExchangeScopes {

	private static final String WORK = "a request";

	private final ContextLeaks leaks;

	private final InternalFailures failures;

	ExchangeScopes(ContextLeaks leaks, InternalFailures failures) {
		this.leaks = leaks;
		this.failures = failures;
	}

	/**
	 * Makes an exchange current for the application.
	 * @return the scope that restores the context from before, or {@code null} if there
	 * is nothing to make current
	 */
	@Nullable Scope enter(ServerExchange exchange) {
		RequestObservation observation = exchange.observation();
		if (observation == null) {
			return enterContext(exchange);
		}
		try {
			return observation.enter();
		}
		catch (Throwable ex) {
			this.failures.report("making a request current for another library", ex);
			return enterContext(exchange);
		}
	}

	/**
	 * Makes the span of an exchange current, for work of telemetry or of the container.
	 * @return the scope that restores the context from before, or {@code null} if there
	 * is no span to make current
	 */
	@SuppressWarnings("MustBeClosedChecker")
	@Nullable Scope enterContext(ServerExchange exchange) {
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
	 * Makes the span of an exchange current, unless another context is.
	 * @return the scope that restores the context from before, or {@code null} if there
	 * is nothing to restore
	 */
	@Nullable Scope enterContextUnlessWithin(ServerExchange exchange) {
		try {
			return (Context.root().equals(Context.current())) ? enterContext(exchange) : null;
		}
		catch (Throwable ex) {
			this.failures.report("making the span of a request current", ex);
			return null;
		}
	}

	/**
	 * Restores the context from before.
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
	 * Restores the context from before a dispatch, even if the application has left a
	 * scope of its own open. If requests are only measured, contexts are left alone.
	 */
	void exit(ServerExchange exchange, @Nullable Scope scope, Context before) {
		exit(scope);
		if (exchange.context() != null) {
			this.leaks.restore(before, WORK);
		}
	}

}

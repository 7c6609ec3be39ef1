package dev.telemetry.servlet;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;

import dev.telemetry.decision.RequestMeter;
import dev.telemetry.decision.RequestOutcome;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.request.ServerSpanAttributes;

/**
 * Ends exchanges: decides on the trace, writes the attributes, and measures the request,
 * with the same duration for all three. Thread safe; no method throws.
 */
final class ExchangeEnd {

	private final RootDecider decider;

	private final RequestMeter meter;

	private final RequestOutcomes outcomes;

	private final ServerSpanAttributes attributes;

	private final ExchangeScopes scopes;

	private final InternalFailures failures;

	ExchangeEnd(RootDecider decider, RequestMeter meter, RequestOutcomes outcomes, ServerSpanAttributes attributes,
			ExchangeScopes scopes, InternalFailures failures) {
		this.decider = decider;
		this.meter = meter;
		this.outcomes = outcomes;
		this.attributes = attributes;
		this.scopes = scopes;
		this.failures = failures;
	}

	/**
	 * Makes the span of an exchange current and ends the exchange. For an exchange that
	 * the container is done with.
	 */
	void endInScope(ServerExchange exchange, Answer answer) {
		Scope scope = this.scopes.enterContext(exchange);
		end(exchange, answer);
		this.scopes.exit(scope);
	}

	/**
	 * Ends an exchange. Only the first call has an effect. The span must be current, so
	 * that the meter can link to it.
	 */
	void end(ServerExchange exchange, Answer answer) {
		if (!exchange.tryEnd()) {
			return;
		}
		Span span = exchange.span();
		RequestOutcome outcome = this.outcomes.of(exchange, answer);
		try {
			if (this.decider.decide(span, outcome)) {
				describe(exchange, this.decider.describing(span, outcome), outcome);
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
			span.end(exchange.startEpochNanos() + outcome.durationNanos(), TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) {
			this.failures.report("ending the span of a request", ex);
		}
	}

	private void describe(ServerExchange exchange, Span span, RequestOutcome outcome) {
		this.attributes.write(span, new ServletServerRequest(exchange.request()),
				ServletRoute.of(exchange, outcome.status()), outcome);
		RequestObservation observation = exchange.observation();
		if (observation != null) {
			observation.describe(span);
		}
		ServerSpanAttributes.writeError(span, outcome);
	}

}

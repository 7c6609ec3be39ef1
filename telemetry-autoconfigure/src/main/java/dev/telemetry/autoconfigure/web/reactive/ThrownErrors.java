package dev.telemetry.autoconfigure.web.reactive;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.ContextView;

import dev.telemetry.health.InternalFailures;

/**
 * Ends the observation of a request that fails by an error of the JVM, such as a
 * {@link StackOverflowError} or a {@link NoClassDefFoundError}. Reactor throws such an
 * error to the subscriber and signals nothing, so that the observation would never end.
 */
final class ThrownErrors implements WebFilter, Ordered {

	private final InternalFailures failures;

	/**
	 * Creates a filter.
	 * @param failures takes the internal failures
	 */
	ThrownErrors(InternalFailures failures) {
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return new Handling(chain.filter(exchange), this.failures);
	}

	private static final class Handling extends MonoOperator<Void, Void> {

		private final InternalFailures failures;

		Handling(Mono<Void> handling, InternalFailures failures) {
			super(handling);
			this.failures = failures;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> subscriber) {
			try {
				this.source.subscribe(subscriber);
			}
			catch (Throwable ex) {
				end(subscriber.currentContext(), ex);
				throw ex;
			}
		}

		private void end(ContextView context, Throwable error) {
			try {
				Object current = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
				if (current instanceof Observation observation) {
					observation.error(error);
					leaveStatusOpen(observation.getContext());
					observation.stop();
				}
			}
			catch (Throwable ex) {
				this.failures.report("ending a request", ex);
			}
		}

		// The server answers, or closes the connection, only after this. Until then, its
		// response has the status 200.
		private static void leaveStatusOpen(Observation.Context context) {
			if (context instanceof ServerRequestObservationContext request && request.getResponse() != null
					&& !request.getResponse().isCommitted()) {
				request.setConnectionAborted(true);
			}
		}

	}

}

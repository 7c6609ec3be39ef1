package dev.telemetry.autoconfigure.job;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import dev.telemetry.health.InternalFailures;

/**
 * Records each subscription to a publisher, to its end. Needs Reactor.
 */
final class RecordedPublishers {

	private RecordedPublishers() {
	}

	/**
	 * Records the subscriptions to a publisher that a method returned.
	 * @param result the result of the method
	 * @param subscriptions starts the recording of a subscription
	 * @param recorded whether other code records a subscription
	 * @param failures receives failures of this project's own code
	 * @return a publisher of the same type, or the same publisher if it cannot be
	 * recorded
	 */
	static @Nullable Object record(@Nullable Object result, Supplier<RecordedSubscription> subscriptions,
			BooleanSupplier recorded, InternalFailures failures) {
		try {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
			if (adapter == null || result == null) {
				return result;
			}
			Publisher<Object> source = adapter.toPublisher(result);
			return adapter
				.fromPublisher((adapter.isMultiValue()) ? new RecordedFlux(Flux.from(source), subscriptions, recorded)
						: new RecordedMono(Mono.from(source), subscriptions, recorded));
		}
		catch (Throwable ex) {
			failures.report("recording a publisher", ex);
			return result;
		}
	}

	// Without automatic propagation, the chain may have a context that its thread does
	// not have.
	private static void within(ContextView given, Runnable subscribe) {
		Observation observation = (Span.current().getSpanContext().isValid()) ? null
				: given.<Observation>getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (observation == null) {
			subscribe.run();
			return;
		}
		try (Observation.Scope scope = observation.openScope()) {
			subscribe.run();
		}
	}

	// From the values of the thread, only the observation is that of the subscription.
	// All other values of the chain stay.
	private static Context withGiven(Context captured, ContextView given) {
		return captured.putAll(Context.of(given).delete(ObservationThreadLocalAccessor.KEY).readOnly());
	}

	private static final class RecordedMono extends MonoOperator<Object, Object> {

		private final Supplier<RecordedSubscription> subscriptions;

		private final BooleanSupplier recorded;

		RecordedMono(Mono<Object> source, Supplier<RecordedSubscription> subscriptions, BooleanSupplier recorded) {
			super(source);
			this.subscriptions = subscriptions;
			this.recorded = recorded;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Object> subscriber) {
			if (this.recorded.getAsBoolean()) {
				this.source.subscribe(subscriber);
			}
			else {
				within(subscriber.currentContext(), () -> record(subscriber));
			}
		}

		private void record(CoreSubscriber<? super Object> subscriber) {
			RecordedSubscription subscription = this.subscriptions.get();
			ContextView given = subscriber.currentContext();
			Mono<Object> recorded = Mono.<Object>from(this.source)
				.doOnSuccess((value) -> subscription.succeed())
				.doOnError(subscription::fail)
				.doOnCancel(subscription::cancel)
				.contextWrite((captured) -> withGiven(captured, given))
				.contextCapture();
			subscription.begin(() -> recorded.subscribe(subscriber));
		}

	}

	private static final class RecordedFlux extends FluxOperator<Object, Object> {

		private final Supplier<RecordedSubscription> subscriptions;

		private final BooleanSupplier recorded;

		RecordedFlux(Flux<Object> source, Supplier<RecordedSubscription> subscriptions, BooleanSupplier recorded) {
			super(source);
			this.subscriptions = subscriptions;
			this.recorded = recorded;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Object> subscriber) {
			if (this.recorded.getAsBoolean()) {
				this.source.subscribe(subscriber);
			}
			else {
				within(subscriber.currentContext(), () -> record(subscriber));
			}
		}

		private void record(CoreSubscriber<? super Object> subscriber) {
			RecordedSubscription subscription = this.subscriptions.get();
			ContextView given = subscriber.currentContext();
			Flux<Object> recorded = Flux.<Object>from(this.source)
				.doOnNext((value) -> subscription.emit())
				.doOnComplete(subscription::succeed)
				.doOnError(subscription::fail)
				.doOnCancel(subscription::cancel)
				.contextWrite((captured) -> withGiven(captured, given))
				.contextCapture();
			subscription.begin(() -> recorded.subscribe(subscriber));
		}

	}

}

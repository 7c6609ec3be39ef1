package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;

/**
 * Records each subscription to a publisher, to its end. Needs Reactor.
 */
final class RecordedPublishers {

	private static final String CANCELLED = "cancelled";

	private RecordedPublishers() {
	}

	/**
	 * Records the subscriptions to what a method returned.
	 * @param result what it returned
	 * @param operation what it is recorded as
	 * @param recorded whether a subscription is recorded by others
	 * @param failures where our own failures end
	 * @return a publisher of the same type, or the very same where it cannot be recorded
	 */
	static @Nullable Object record(@Nullable Object result, Operation operation, BooleanSupplier recorded,
			InternalFailures failures) {
		try {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
			if (adapter == null || result == null) {
				return result;
			}
			Publisher<Object> source = adapter.toPublisher(result);
			return adapter
				.fromPublisher((adapter.isMultiValue()) ? new RecordedFlux(Flux.from(source), operation, recorded)
						: new RecordedMono(Mono.from(source), operation, recorded));
		}
		catch (Throwable ex) {
			failures.report("recording a publisher", ex);
			return result;
		}
	}

	private static final class RecordedMono extends MonoOperator<Object, Object> {

		private final Operation operation;

		private final BooleanSupplier recorded;

		RecordedMono(Mono<Object> source, Operation operation, BooleanSupplier recorded) {
			super(source);
			this.operation = operation;
			this.recorded = recorded;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Object> subscriber) {
			if (this.recorded.getAsBoolean()) {
				this.source.subscribe(subscriber);
				return;
			}
			Subscription subscription = new Subscription(this.operation.start());
			Mono<Object> recorded = Mono.<Object>from(this.source)
				.doOnSuccess((value) -> subscription.succeed())
				.doOnError(subscription::fail)
				.doOnCancel(subscription::cancel)
				.contextCapture();
			try (Scope scope = subscription.enter()) {
				recorded.subscribe(subscriber);
			}
		}

	}

	private static final class RecordedFlux extends FluxOperator<Object, Object> {

		private final Operation operation;

		private final BooleanSupplier recorded;

		RecordedFlux(Flux<Object> source, Operation operation, BooleanSupplier recorded) {
			super(source);
			this.operation = operation;
			this.recorded = recorded;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Object> subscriber) {
			if (this.recorded.getAsBoolean()) {
				this.source.subscribe(subscriber);
				return;
			}
			Subscription subscription = new Subscription(this.operation.start());
			Flux<Object> recorded = Flux.<Object>from(this.source)
				.doOnNext((value) -> subscription.emit())
				.doOnComplete(subscription::succeed)
				.doOnError(subscription::fail)
				.doOnCancel(subscription::cancel)
				.contextCapture();
			try (Scope scope = subscription.enter()) {
				recorded.subscribe(subscriber);
			}
		}

	}

	/**
	 * Ends with the first of its signals: a subscriber may cancel what is complete, and a
	 * publisher may complete what was cancelled.
	 */
	private static final class Subscription {

		private final Recording recording;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean emitted;

		Subscription(Recording recording) {
			this.recording = recording;
		}

		Scope enter() {
			return this.recording.enter();
		}

		void emit() {
			this.emitted = true;
		}

		void succeed() {
			if (this.ended.compareAndSet(false, true)) {
				this.recording.succeed();
			}
		}

		void fail(Throwable cause) {
			if (this.ended.compareAndSet(false, true)) {
				this.recording.fail(cause);
			}
		}

		// Cancelled after a value, the subscriber has what it wanted.
		void cancel() {
			if (this.emitted) {
				succeed();
			}
			else if (this.ended.compareAndSet(false, true)) {
				this.recording.fail(CANCELLED);
			}
		}

	}

}

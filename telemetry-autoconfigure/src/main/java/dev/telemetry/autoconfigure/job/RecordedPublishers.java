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
			Recording recording = this.operation.start();
			Mono<Object> recorded = Mono.<Object>from(this.source)
				.doOnSuccess((value) -> recording.succeed())
				.doOnError(recording::fail)
				.doOnCancel(() -> recording.fail(CANCELLED))
				.contextCapture();
			try (Scope scope = recording.enter()) {
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

		// Cancelled after a value, the subscriber has what it wanted.
		@Override
		public void subscribe(CoreSubscriber<? super Object> subscriber) {
			if (this.recorded.getAsBoolean()) {
				this.source.subscribe(subscriber);
				return;
			}
			Recording recording = this.operation.start();
			AtomicBoolean emitted = new AtomicBoolean();
			Flux<Object> recorded = Flux.<Object>from(this.source)
				.doOnNext((value) -> emitted.lazySet(true))
				.doOnComplete(recording::succeed)
				.doOnError(recording::fail)
				.doOnCancel(() -> cancel(recording, emitted.get()))
				.contextCapture();
			try (Scope scope = recording.enter()) {
				recorded.subscribe(subscriber);
			}
		}

		private static void cancel(Recording recording, boolean emitted) {
			if (emitted) {
				recording.succeed();
			}
			else {
				recording.fail(CANCELLED);
			}
		}

	}

}

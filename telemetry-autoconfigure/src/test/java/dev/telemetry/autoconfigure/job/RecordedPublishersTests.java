package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.Operation;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A subscription is recorded once, by the first signal that ends it. Misuse would be
 * thrown into the chain here.
 */
class RecordedPublishersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final RecordedSpans spans = new RecordedSpans();

	private final InternalFailures failures = new InternalFailures();

	private final Operation operation = new OperationRecorder(
			OpenTelemetrySdk.builder().setTracerProvider(this.spans.newTracerProvider()).build(),
			RootDecider.BY_SAMPLER, OperationMeters.NOOP, SpanScopes.PLAIN, true, new ContextLeaks(), this.failures)
		.job("q", "t");

	@AfterEach
	void nothingFailed() {
		assertThat(this.failures.count()).isZero();
	}

	@Test
	void aMonoThatIsCancelledByItsValueHasSucceeded() {
		Mono<Integer> mono = mono(Mono.just(1));
		assertThat(Flux.range(0, 3).flatMap((i) -> mono).next().block(SOON)).isOne();
		assertThat(Flux.concat(mono, mono).take(1).collectList().block(SOON)).containsExactly(1);
		assertThat(mono.flux().blockFirst(SOON)).isOne();
		assertThat(mono.hide().flux().take(1).blockLast(SOON)).isOne();
		assertThat(mono.flux().any((i) -> true).block(SOON)).isTrue();
		assertSucceeded(5);
	}

	@Test
	void aMonoThatIsCancelledWhenItIsCompleteHasSucceeded() {
		cancelAfterCompletion(mono(Mono.just(1)));
		cancelAfterCompletion(mono(Mono.empty()));
		assertSucceeded(2);
	}

	@Test
	void aFluxThatIsCancelledWhenItHasAValueOrIsCompleteHasSucceeded() {
		assertThat(flux(Flux.just(1, 2)).blockFirst(SOON)).isOne();
		assertThat(Flux.concat(flux(Flux.just(1)), flux(Flux.just(2))).take(1).blockLast(SOON)).isOne();
		cancelAfterCompletion(flux(Flux.just(1, 2)));
		cancelAfterCompletion(flux(Flux.empty()));
		assertSucceeded(4);
	}

	@Test
	void whatIsCancelledBeforeItHasAValueHasFailed() {
		mono(Mono.never()).subscribe().dispose();
		flux(Flux.never()).subscribe().dispose();
		assertThat(this.spans.named("job.run")).hasSize(2)
			.allSatisfy((span) -> assertThat(span).isError().hasAttribute("error.type", "cancelled"));
	}

	@Test
	void aPublisherThatGoesOnWhenItIsCancelledIsRecordedOnce() {
		AtomicReference<Subscriber<? super Integer>> source = new AtomicReference<>();
		flux(Flux.from((given) -> {
			source.set(given);
			given.onSubscribe(Operators.emptySubscription());
		})).subscribe().dispose();
		source.get().onComplete();
		Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
		BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
		};
		flux(sink.asFlux()).subscribe(subscriber);
		sink.tryEmitError(new IllegalStateException("boom"));
		subscriber.cancel();
		assertThat(this.spans.named("job.run")).hasSize(2);
	}

	@Test
	void aStageThatIsCancelledWhenItIsCompleteHasSucceeded() {
		CompletableFuture<Integer> stage = new CompletableFuture<>();
		CompletableFuture<Integer> returned = this.operation.callAsync((recording) -> stage);
		stage.complete(1);
		assertThat(returned.cancel(true)).isFalse();
		assertSucceeded(1);
	}

	@Test
	void nothingInPlaceOfAPublisherStaysNothing() {
		assertThat(RecordedPublishers.record(null, this.operation, () -> false, this.failures)).isNull();
		assertThat(this.spans.spans()).isEmpty();
	}

	private void assertSucceeded(int subscriptions) {
		assertThat(this.spans.named("job.run")).hasSize(subscriptions)
			.allSatisfy((span) -> assertThat(span).isNotError().hasAttribute("job.success", true));
	}

	private static void cancelAfterCompletion(Publisher<Integer> publisher) {
		AtomicReference<Subscription> subscription = new AtomicReference<>();
		Flux.from(publisher).subscribe(new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription given) {
				subscription.set(given);
				given.request(Long.MAX_VALUE);
			}
		});
		subscription.get().cancel();
	}

	@SuppressWarnings("unchecked")
	private Mono<Integer> mono(Mono<Integer> source) {
		return (Mono<Integer>) RecordedPublishers.record(source, this.operation, () -> false, this.failures);
	}

	@SuppressWarnings("unchecked")
	private Flux<Integer> flux(Flux<Integer> source) {
		return (Flux<Integer>) RecordedPublishers.record(source, this.operation, () -> false, this.failures);
	}

}

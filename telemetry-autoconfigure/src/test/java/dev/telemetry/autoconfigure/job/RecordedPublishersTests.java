package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import kotlin.Metadata;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.ParallelFlux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A subscription is recorded once, by the first signal that ends it. Misuse would be
 * thrown into the chain here.
 */
class RecordedPublishersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	private final RecordedSpans spans = new RecordedSpans();

	private final InternalFailures failures = new InternalFailures();

	private final ContextLeaks leaks = new ContextLeaks();

	private final OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
		.setTracerProvider(this.spans.newTracerProvider())
		.build();

	private final Operation operation = new OperationRecorder(this.openTelemetry, RootDecider.BY_SAMPLER,
			OperationMeters.NOOP, SpanScopes.PLAIN, true, this.leaks, this.failures)
		.job("q", "t");

	@AfterEach
	void nothingFailed() {
		assertThat(this.failures.count()).isZero();
		assertThat(this.leaks.count()).isZero();
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
	void whatReactorTakesForFatalEndsASubscriptionAsFailed() {
		Mono<Integer> mono = mono(Mono.fromCallable(() -> {
			throw new NoClassDefFoundError("gone");
		}));
		Flux<Integer> flux = flux(Flux.defer(() -> {
			throw new StackOverflowError();
		}));
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(mono::subscribe);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(flux::subscribe);
		assertThat(this.spans.named("job.run")).extracting((span) -> span.getAttributes().get(ERROR_TYPE))
			.containsExactlyInAnyOrder(NoClassDefFoundError.class.getName(), StackOverflowError.class.getName());
	}

	@Test
	void whatFollowsOnTheSameThreadIsNoPartOfIt() {
		List<SpanContext> seen = new ArrayList<>();
		Mono<SpanContext> current = Mono.fromSupplier(() -> Span.current().getSpanContext());
		mono(Mono.fromSupplier(() -> note(seen))).then(current).doOnNext(seen::add).block(SOON);
		mono(Mono.error(new IllegalStateException("boom"))).onErrorResume((ex) -> Mono.fromSupplier(() -> note(seen)))
			.block(SOON);
		mono(Mono.just(1)).then(mono(Mono.just(2))).block(SOON);
		flux(Flux.just(1)).thenMany(current).doOnNext(seen::add).blockLast(SOON);
		assertThat(seen).extracting(SpanContext::isValid).containsExactly(true, false, false, false);
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	private static int note(List<SpanContext> seen) {
		seen.add(Span.current().getSpanContext());
		return 1;
	}

	@Test
	void whatIsWrittenToTheContextOfAChainStays() {
		ThreadLocal<String> tenant = ThreadLocal.withInitial(() -> "of the thread");
		ContextRegistry registry = ContextRegistry.getInstance();
		registry.registerThreadLocalAccessor("tenant", tenant);
		try {
			Mono<Integer> mono = mono(Mono.deferContextual((context) -> Mono.just(seen(context))));
			assertThat(mono.contextWrite((context) -> context.put("tenant", "of the chain")).block(SOON))
				.isEqualTo("of the chain".length());
			Flux<Integer> flux = flux(Flux.deferContextual((context) -> Flux.just(seen(context))));
			assertThat(flux.contextWrite((context) -> context.put("tenant", "of the chain")).blockLast(SOON))
				.isEqualTo("of the chain".length());
			assertThat(mono.block(SOON)).isEqualTo("of the thread".length());
		}
		finally {
			registry.removeThreadLocalAccessor("tenant");
		}
	}

	private static int seen(ContextView context) {
		return context.<String>get("tenant").length();
	}

	@Test
	void onAThreadThatKnowsNothingItIsBelowTheObservationOfTheChain() {
		Span request = this.openTelemetry.getTracer("test").spanBuilder("request").startSpan();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Entering(request));
		Observation observed = Observation.start("request", registry);
		Scheduler elsewhere = Schedulers.newSingle("elsewhere");
		try {
			mono(Mono.just(1)).subscribeOn(elsewhere)
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observed))
				.block(SOON);
			flux(Flux.just(1)).subscribeOn(elsewhere)
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observed))
				.blockLast(SOON);
		}
		finally {
			elsewhere.dispose();
		}
		assertThat(this.spans.named("job.run")).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId()));
	}

	@Test
	void aPublisherThatNoOtherCanTakeThePlaceOfIsNoneThatCanBeRecorded() throws NoSuchMethodException {
		assertThat(result("connectable")).isEqualTo(MethodResult.UNRECORDED);
		assertThat(result("parallel")).isEqualTo(MethodResult.UNRECORDED);
		assertThat(result("submitted")).isEqualTo(MethodResult.UNRECORDED);
		assertThat(result("core")).isEqualTo(MethodResult.PUBLISHER);
		assertThat(result("publisher")).isEqualTo(MethodResult.PUBLISHER);
		assertThat(result("flow")).isEqualTo(MethodResult.PUBLISHER);
	}

	@Test
	void aSuspendingFunctionOfKotlinIsRecordedAsThePublisherThatSpringTurnsItInto() throws NoSuchMethodException {
		Method suspending = Suspending.class.getDeclaredMethod("work", Continuation.class);
		assertThat(MethodResult.of(suspending, Suspending.class)).isEqualTo(MethodResult.PUBLISHER);
	}

	private static MethodResult result(String method) throws NoSuchMethodException {
		return MethodResult.of(Publishers.class.getDeclaredMethod(method), Publishers.class);
	}

	@Test
	void whatATypeVariableStandsForIsKnownByTheClassOfTheBean() throws NoSuchMethodException {
		Method get = Supplier.class.getMethod("get");
		assertThat(MethodResult.of(get, Numbers.class)).isEqualTo(MethodResult.PUBLISHER);
		assertThat(MethodResult.of(get, Supplier.class)).isEqualTo(MethodResult.STAGE);
	}

	@Test
	void nothingInPlaceOfAPublisherStaysNothing() {
		assertThat(RecordedPublishers.record(null, this::subscription, () -> false, this.failures)).isNull();
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

	private RecordedSubscription subscription() {
		return new RecordedSubscription(this.operation.start(), ReachedBody.REACHED, () -> true);
	}

	@SuppressWarnings("unchecked")
	private Mono<Integer> mono(Mono<Integer> source) {
		return (Mono<Integer>) RecordedPublishers.record(source, this::subscription, () -> false, this.failures);
	}

	@SuppressWarnings("unchecked")
	private Flux<Integer> flux(Flux<Integer> source) {
		return (Flux<Integer>) RecordedPublishers.record(source, this::subscription, () -> false, this.failures);
	}

	private record Entering(Span span) implements ObservationHandler<Observation.Context> {

		@Override
		public void onScopeOpened(Observation.Context context) {
			context.put(Scope.class, this.span.makeCurrent());
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			context.<Scope>getRequired(Scope.class).close();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	interface Publishers {

		ConnectableFlux<Integer> connectable();

		ParallelFlux<Integer> parallel();

		SubmissionPublisher<Integer> submitted();

		CorePublisher<Integer> core();

		Publisher<Integer> publisher();

		Flow.Publisher<Integer> flow();

	}

	abstract static class Numbers implements Supplier<Flux<Integer>> {

	}

	/**
	 * What Kotlin makes of a class with a suspending function.
	 */
	@Metadata
	private static final class Suspending {

		@SuppressWarnings("unused")
		@Nullable Object work(Continuation<? super String> continuation) {
			return null;
		}

	}

}

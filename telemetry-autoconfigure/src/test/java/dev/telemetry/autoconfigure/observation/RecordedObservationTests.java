package dev.telemetry.autoconfigure.observation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.telemetry.autoconfigure.observation.RecordedApplication.Recorded;
import dev.telemetry.autoconfigure.observation.RecordedApplication.Way;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job or a call is the current observation while it is recorded, in whatever way, and
 * Micrometer's context propagation carries it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedObservationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ExecutorService pool = Executors.newFixedThreadPool(2);

	private final ExecutorService wrapped = ContextExecutorService.wrap(this.pool,
			() -> ContextSnapshotFactory.builder().build().captureAll());

	private final ThreadPoolTaskExecutor decorated = new ThreadPoolTaskExecutor();

	private ConfigurableApplicationContext application;

	private RecordedSpans spans;

	private Recorded recorded;

	private ObservationRegistry registry;

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(RecordedApplication.class).web(WebApplicationType.NONE)
			.run("--telemetry.enabled=true", "--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=1.0",
					"--telemetry.sampling.max-jobs-per-second=1000",
					"--management.opentelemetry.tracing.export.schedule-delay=10ms",
					"--spring.reactor.context-propagation=auto");
		this.spans = this.application.getBean(RecordedSpans.class);
		this.recorded = this.application.getBean(Recorded.class);
		this.registry = this.application.getBean(ObservationRegistry.class);
		this.decorated.setTaskDecorator(new ContextPropagatingTaskDecorator());
		this.decorated.initialize();
	}

	@AfterAll
	void stop() {
		this.decorated.shutdown();
		this.pool.shutdown();
		this.application.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@BeforeEach
	void forgetEarlierWork() {
		this.spans.clear();
	}

	/**
	 * A way to another thread, on which is asked what is known there.
	 */
	enum Hop {

		SNAPSHOT, EXECUTOR, DECORATOR, MONO, DELAY, CHAIN, THREADS

	}

	static Stream<Arguments> waysAndHops() {
		return Stream.of(Way.values()).flatMap((way) -> Stream.of(Hop.values()).map((hop) -> Arguments.of(way, hop)));
	}

	@ParameterizedTest
	@MethodSource("waysAndHops")
	void theTraceIsKnownOnTheOtherThread(Way way, Hop hop) throws Exception {
		Map<String, String> known = this.recorded.within(way, () -> known(hop));
		SpanData span = this.spans.awaitSpan((ended) -> ended.getName().equals(way.span()));
		assertThat(known).containsEntry("span", span.getSpanId()).containsEntry("logged", span.getSpanId());
		assertThat(this.pool.submit(RecordedApplication::known).get(10, TimeUnit.SECONDS))
			.containsEntry("span", "0000000000000000")
			.containsEntry("logged", "null");
	}

	private @Nullable Map<String, String> known(Hop hop) throws Exception {
		Callable<Map<String, String>> known = RecordedApplication::known;
		return switch (hop) {
			case SNAPSHOT -> this.pool.submit(ContextSnapshotFactory.builder().build().captureAll().wrap(known))
				.get(10, TimeUnit.SECONDS);
			case EXECUTOR -> this.wrapped.submit(known).get(10, TimeUnit.SECONDS);
			case DECORATOR -> this.decorated.submit(known).get(10, TimeUnit.SECONDS);
			case MONO -> Mono.fromCallable(known).subscribeOn(Schedulers.boundedElastic()).block(TIMEOUT);
			case DELAY -> Mono.delay(Duration.ofMillis(1)).map((tick) -> RecordedApplication.known()).block(TIMEOUT);
			case CHAIN -> Mono.just(1)
				.publishOn(Schedulers.boundedElastic())
				.flatMap((one) -> Mono.delay(Duration.ofMillis(1)))
				.publishOn(Schedulers.parallel())
				.map((tick) -> RecordedApplication.known())
				.block(TIMEOUT);
			case THREADS -> Flux.range(0, 4)
				.parallel(2)
				.runOn(Schedulers.parallel())
				.map((number) -> RecordedApplication.known())
				.sequential()
				.distinct()
				.single()
				.block(TIMEOUT);
		};
	}

	@ParameterizedTest
	@EnumSource
	void anObservationBelowIsAChild(Way way) throws Exception {
		Observation.ContextView parent = this.recorded.within(way, () -> {
			Observation.Context context = new Observation.Context();
			Observation.createNotStarted("child", () -> context, this.registry).observe(() -> {
			});
			return Objects.requireNonNull(context.getParentObservation()).getContextView();
		});
		SpanData span = this.spans.awaitSpan((ended) -> ended.getName().equals(way.span()));
		SpanData child = this.spans.awaitSpan((ended) -> ended.getName().equals("child"));
		assertThat(child.getParentSpanId()).isEqualTo(span.getSpanId());
		assertThat(parent.getName()).isEqualTo(way.span());
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void recordedWorkIsBelowTheObservationAroundIt(Way way) throws Exception {
		String around = Observation.createNotStarted("around", this.registry).observeChecked(() -> {
			Observation observation = Objects.requireNonNull(this.registry.getCurrentObservation());
			this.recorded.within(way, () -> assertThat(this.registry.getCurrentObservation()).isNotSameAs(observation));
			assertThat(this.registry.getCurrentObservation()).isSameAs(observation);
			return Span.current().getSpanContext().getSpanId();
		});
		SpanData span = this.spans.awaitSpan((ended) -> ended.getName().equals(way.span()));
		assertThat(span.getParentSpanId()).isEqualTo(around);
	}

}

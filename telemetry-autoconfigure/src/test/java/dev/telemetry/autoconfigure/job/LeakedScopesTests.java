package dev.telemetry.autoconfigure.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.telemetry.context.LogContext;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scope that a task leaves open is forgotten with the task: later runs of the same
 * thread are traces of their own, with the right ids in their log lines.
 */
@NoTelemetryLeaks
@SuppressWarnings("MustBeClosedChecker")
class LeakedScopesTests {

	private static final int RUNS_AFTER_EACH = 20;

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void afterEachLeakOnASchedulerTheNextRunsAreTracesOfTheirOwn() throws InterruptedException {
		runsAreTracesOfTheirOwn();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void afterEachLeakOnAVirtualThreadTheNextRunsAreTracesOfTheirOwn() throws InterruptedException {
		runsAreTracesOfTheirOwn("--spring.threads.virtual.enabled=true");
	}

	private void runsAreTracesOfTheirOwn(String... args) throws InterruptedException {
		List<String> all = new ArrayList<>(List.of(args));
		all.add("--telemetry.sampling.max-jobs-per-second=1000");
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Leaking.class,
				all.toArray(new String[0]))) {
			Leaking jobs = context.getBean(Leaking.class);
			assertThat(jobs.done.await(60, TimeUnit.SECONDS)).isTrue();
			List<String> traces = List.copyOf(jobs.traces);
			assertThat(traces).doesNotHaveDuplicates();
			this.spans.awaitSpan((span) -> span.getTraceId().equals(traces.get(traces.size() - 1)));
			assertThat(this.spans.named("job.run").stream().filter((span) -> traces.contains(span.getTraceId())))
				.hasSize(traces.size())
				.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
			assertThat(jobs.logged).isEqualTo(jobs.traces);
			assertThat(jobs.added).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).get("telemetry.context.leaks").functionCounter().count())
				.isPositive();
		}
	}

	@Test
	void afterEachLeakInAnAsynchronousMethodTheThreadIsClean() {
		afterEachLeakTheThreadIsClean(Asynchronous.class, "--spring.task.execution.pool.core-size=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pool", "plain", "adapted" })
	void afterEachLeakOnAnExecutorOfTheApplicationTheThreadIsClean(String executor) {
		afterEachLeakTheThreadIsClean(OwnExecutor.class, "--executor=" + executor);
	}

	private void afterEachLeakTheThreadIsClean(Class<?> configuration, String... args) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, configuration, args)) {
			Asynchronous async = context.getBean(Asynchronous.class);
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			for (Leak leak : leaks(context).toList()) {
				recorder.job("q", "submits").run((job) -> async.leak(leak).orTimeout(30, TimeUnit.SECONDS).join());
				async.leak(leak).orTimeout(30, TimeUnit.SECONDS).join();
				assertThat(async.context().orTimeout(30, TimeUnit.SECONDS).join()).isSameAs(Context.root());
				assertThat(async.observation().orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("none");
				List<String> traces = new ArrayList<>();
				for (int i = 0; i < RUNS_AFTER_EACH; i++) {
					traces.add(async.traceOfJob().orTimeout(30, TimeUnit.SECONDS).join());
				}
				assertThat(traces).doesNotHaveDuplicates();
			}
		}
	}

	@Test
	void aJobOnAnyThreadIsNotBelowWhatAnEarlierTaskHasLeftOpen() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Asynchronous.class)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			Tracer tracer = context.getBean(Tracer.class);
			ExecutorService thread = Executors.newSingleThreadExecutor();
			try {
				for (Leak leak : List.<Leak>of(leaks(context).toList().get(0), () -> {
					Tracer.SpanInScope scope = tracer.withSpan(tracer.nextSpan().start());
					assertThat(scope).isNotNull();
					Objects.requireNonNull(tracer.currentSpan()).end();
				}, () -> recorder.job("q", "leaked").open().succeed())) {
					thread.submit(leak::run).get(10, TimeUnit.SECONDS);
					List<String> traces = new ArrayList<>();
					for (int i = 0; i < RUNS_AFTER_EACH; i++) {
						traces.add(thread.submit(() -> recorder.job("q", "next").call((job) -> {
							assertThat(MDC.get("trace_id")).isEqualTo(job.traceId());
							return job.traceId();
						})).get(10, TimeUnit.SECONDS));
					}
					assertThat(traces).doesNotHaveDuplicates();
				}
				assertThat(this.spans.named("job.run"))
					.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
			}
			finally {
				thread.shutdown();
			}
		}
	}

	@Test
	void aContextThatIsCarriedStaysTheParentAlsoAfterItsSpanHasEnded() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Asynchronous.class)) {
			TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
			ExecutorService thread = Executors.newSingleThreadExecutor();
			try {
				Runnable carried = thread.submit(() -> {
					Span outer = context.getBean(OpenTelemetry.class)
						.getTracer("application")
						.spanBuilder("outer")
						.startSpan();
					try (Scope scope = outer.makeCurrent()) {
						return Context.current().wrap(() -> recorder.job("q", "later").run((job) -> {
						}));
					}
					finally {
						outer.end();
					}
				}).get(10, TimeUnit.SECONDS);
				thread.submit(carried).get(10, TimeUnit.SECONDS);
				assertThat(this.spans.single("job.run").getParentSpanId())
					.isEqualTo(this.spans.single("outer").getSpanId());
			}
			finally {
				thread.shutdown();
			}
		}
	}

	static Stream<Leak> leaks(ConfigurableApplicationContext context) {
		TelemetryRecorder recorder = context.getBean(TelemetryRecorder.class);
		return leaks(recorder, context.getBean(OpenTelemetry.class), context.getBean(Tracer.class),
				context.getBean(ObservationRegistry.class));
	}

	private static Stream<Leak> leaks(TelemetryRecorder recorder, OpenTelemetry openTelemetry, Tracer tracer,
			ObservationRegistry observations) {
		return Stream.of(() -> {
			Span span = openTelemetry.getTracer("application").spanBuilder("leaked").startSpan();
			span.makeCurrent();
			span.end();
		}, () -> recorder.job("q", "leaked").open(), () -> recorder.job("q", "leaked").open().succeed(),
				() -> recorder.job("q", "leaked").start().enter(), () -> {
					Recording one = recorder.job("q", "one").open();
					Recording two = recorder.job("q", "two").open();
					one.succeed();
					one.close();
					two.succeed();
					two.close();
				}, () -> {
					Recording job = recorder.job("q", "elsewhere").open();
					CompletableFuture.runAsync(job::close).orTimeout(30, TimeUnit.SECONDS).join();
				}, () -> {
					Scope scope = Context.root()
						.with(openTelemetry.getTracer("application").spanBuilder("leaked").startSpan())
						.makeCurrent();
					assertThat(scope).isNotNull();
				}, () -> {
					Observation observation = Observation.start("leaked", observations);
					observation.openScope();
					observation.stop();
				}, () -> Observation.start("leaked", observations).openScope(),
				() -> tracer.withSpan(tracer.nextSpan().start()), () -> tracer.startScopedSpan("leaked"),
				() -> MDC.put("trace_id", "leaked"), MDC::clear, () -> LogContext.with(Map.of("tenant", "leaked")));
	}

	@FunctionalInterface
	interface Leak {

		void run();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Leaking {

		private final List<Leak> leaks;

		final CountDownLatch done = new CountDownLatch(1);

		final List<String> traces = new ArrayList<>();

		final List<String> logged = new ArrayList<>();

		final Map<String, Object> added = new HashMap<>();

		private int run;

		Leaking(TelemetryRecorder recorder, OpenTelemetry openTelemetry, Tracer tracer,
				ObservationRegistry observations) {
			this.leaks = leaks(recorder, openTelemetry, tracer, observations).toList();
		}

		@Scheduled(fixedDelay = 1)
		synchronized void run() {
			int leak = this.run / (RUNS_AFTER_EACH + 1);
			if (leak == this.leaks.size()) {
				this.done.countDown();
				return;
			}
			if (this.run++ % (RUNS_AFTER_EACH + 1) == 0) {
				this.leaks.get(leak).run();
				return;
			}
			this.traces.add(Span.current().getSpanContext().getTraceId());
			this.logged.add(MDC.get("trace_id"));
			this.added.putAll(LogContext.current());
			throw new IllegalStateException("fails");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		private final TelemetryRecorder recorder;

		private final ObservationRegistry observations;

		Asynchronous(TelemetryRecorder recorder, ObservationRegistry observations) {
			this.recorder = recorder;
			this.observations = observations;
		}

		@Async
		CompletableFuture<Void> leak(Leak leak) {
			leak.run();
			return CompletableFuture.completedFuture(null);
		}

		@Async
		CompletableFuture<Context> context() {
			return CompletableFuture.completedFuture(Context.current());
		}

		@Async
		CompletableFuture<String> observation() {
			return CompletableFuture.completedFuture(
					Objects.requireNonNullElse(this.observations.getCurrentObservation(), "none").toString());
		}

		@Async
		@TimedJob(queue = "async")
		CompletableFuture<String> traceOfJob() {
			assertThat(MDC.get("trace_id")).isEqualTo(this.recorder.traceId());
			assertThat(LogContext.current()).isEmpty();
			return CompletableFuture.completedFuture(this.recorder.traceId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Asynchronous.class)
	static class OwnExecutor implements AsyncConfigurer, DisposableBean {

		private final ExecutorService thread = Executors.newSingleThreadExecutor();

		private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();

		private final String kind;

		OwnExecutor(Environment environment) {
			this.kind = environment.getRequiredProperty("executor");
			this.pool.setCorePoolSize(1);
			this.pool.initialize();
		}

		@Override
		public Executor getAsyncExecutor() {
			return switch (this.kind) {
				case "pool" -> this.pool;
				case "plain" -> this.thread;
				default -> new ConcurrentTaskExecutor(this.thread);
			};
		}

		@Override
		public void destroy() {
			this.thread.shutdown();
			this.pool.shutdown();
		}

	}

}

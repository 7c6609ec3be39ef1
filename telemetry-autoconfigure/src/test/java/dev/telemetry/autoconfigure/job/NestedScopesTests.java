package dev.telemetry.autoconfigure.job;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The observation of a scheduled run can be opened again while it is open, on the same
 * thread and on others: each thread is as it was before.
 */
@NoTelemetryLeaks
class NestedScopesTests {

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void aScheduledRunGoesOnAfterEachScopeInsideOfIt(String backend) throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(new RecordedSpans(), Nesting.class,
				"--telemetry.backend=" + backend)) {
			Nesting nesting = context.getBean(Nesting.class);
			for (int i = 0; i < Nesting.WAYS; i++) {
				Run run = nesting.runs.poll(30, TimeUnit.SECONDS);
				assertThat(run).isNotNull();
				assertThat(run.before().recording()).as(run.way()).isNotSameAs(TelemetryRecorder.noop().current());
				assertThat(run.inside()).as(run.way()).isEqualTo(run.before());
				assertThat(run.after()).as(run.way()).isEqualTo(run.before());
			}
			assertThat(nesting.elsewhere.submit(() -> Context.current() == Context.root()).get(30, TimeUnit.SECONDS))
				.isTrue();
			assertThat(context.getBean(ContextLeaks.class).count()).isZero();
		}
	}

	private static ContextSnapshot snapshot() {
		return ContextSnapshotFactory.builder().build().captureAll();
	}

	/**
	 * What a thread knows of what it does.
	 */
	record Known(Recording recording, String spanId, String logged) {

	}

	record Run(String way, Known before, @Nullable Known inside, Known after) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Nesting implements AutoCloseable {

		static final int WAYS = 5;

		private final TelemetryRecorder recorder;

		private final ObservationRegistry observations;

		final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();

		final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

		Nesting(TelemetryRecorder recorder, ObservationRegistry observations) {
			this.recorder = recorder;
			this.observations = observations;
		}

		@Scheduled(fixedDelay = 3_600_000)
		void snapshotOnTheSameThread() throws Exception {
			around("snapshot on the same thread", () -> snapshot().wrap(this::known).call());
		}

		@Scheduled(fixedDelay = 3_600_000)
		void scoped() throws Exception {
			around("scoped",
					() -> Objects.requireNonNull(this.observations.getCurrentObservation()).scoped(this::known));
		}

		@Scheduled(fixedDelay = 3_600_000)
		void severalScopes() throws Exception {
			around("several scopes",
					() -> snapshot().wrap(() -> snapshot().wrap(() -> snapshot().wrap(this::known).call()).call())
						.call());
		}

		@Scheduled(fixedDelay = 3_600_000)
		void anotherThread() throws Exception {
			ExecutorService wrapped = ContextExecutorService.wrap(this.elsewhere, NestedScopesTests::snapshot);
			around("another thread", () -> wrapped.submit(this::known).get(30, TimeUnit.SECONDS));
		}

		@Scheduled(fixedDelay = 3_600_000)
		void amidOtherWorkOfAnotherThread() throws Exception {
			around("amid other work of another thread", () -> {
				Callable<Known> carried = snapshot().wrap(this::known);
				return this.elsewhere.submit(() -> this.recorder.job("queue", "other").call((job) -> {
					Known other = known();
					Known inside = carried.call();
					assertThat(known()).isEqualTo(other);
					return inside;
				})).get(30, TimeUnit.SECONDS);
			});
		}

		private void around(String way, Callable<Known> work) throws Exception {
			Known before = known();
			Known inside = null;
			try {
				inside = work.call();
			}
			finally {
				this.runs.add(new Run(way, before, inside, known()));
			}
		}

		private Known known() {
			return new Known(this.recorder.current(), Span.current().getSpanContext().getSpanId(),
					String.valueOf(MDC.get("span_id")));
		}

		@Override
		public void close() {
			this.elsewhere.shutdownNow();
		}

	}

}

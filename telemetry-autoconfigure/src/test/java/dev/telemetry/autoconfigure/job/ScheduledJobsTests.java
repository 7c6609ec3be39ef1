package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scheduled methods are jobs, and what Spring measures of them stays.
 */
@NoTelemetryLeaks
class ScheduledJobsTests {

	private static final String UNOBSERVED = "--management.observations.enable.tasks=false";

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aScheduledMethodIsAJobInPlaceOfSpringsSpan() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Tidy.class)) {
			awaitJob();
			assertThat(this.spans.single("job.run")).isRoot()
				.isNotError()
				.hasAttribute("queue.name", "scheduled")
				.hasAttribute("job.type", "ScheduledJobsTests.Tidy.tidy")
				.hasAttribute("job.success", true)
				.hasAttribute("code.function", "tidy")
				.hasNoAttribute("outcome");
			assertThat(this.spans.single("inner")).hasParent(this.spans.single("external.api.call"));
			assertThat(this.spans.single("external.api.call")).hasParent(this.spans.single("job.run"));
			assertThat(this.spans.spans()).hasSize(3);
			Tidy tidy = context.getBean(Tidy.class);
			assertThat(tidy.spanId).isEqualTo(this.spans.single("job.run").getSpanId());
			awaitTimer(context, "tasks.scheduled.execution");
			awaitTimer(context, "job.run");
		}
	}

	@Test
	void aScheduledMethodThatThrowsHasFailed() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Failing.class)) {
			awaitJob();
			assertThat(this.spans.single("job.run")).isError()
				.hasException(IllegalStateException.class, "boom")
				.hasAttribute("error.type", "java.lang.IllegalStateException");
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void anAnnotationNamesTheJobBetter() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Annotated.class)) {
			awaitJob();
			assertThat(this.spans.single("job.run")).isRoot().hasAttribute("queue.name", "night");
			assertThat(this.spans.spans()).hasSize(1);
			awaitTimer(context, "tasks.scheduled.execution");
		}
	}

	@Test
	void withoutSpansItIsMeasured() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Tidy.class,
				"--telemetry.backend=prom")) {
			awaitTimer(context, "job.run");
			assertThat(context.getBean(MeterRegistry.class).get("job.run").tag("queue", "scheduled").timer().count())
				.isOne();
			assertThat(this.spans.spans()).isEmpty();
		}
	}

	@Test
	void itCanBeLeftToSpring() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Tidy.class,
				"--telemetry.job.scheduled=false")) {
			this.spans.awaitSpan((span) -> span.getName().startsWith("task "));
			assertThat(this.spans.named("job.run")).isEmpty();
		}
	}

	@Test
	void soItIsWhereTheApplicationLetsSpringObserveNoScheduledMethods() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Tidy.class, UNOBSERVED)) {
			awaitJob();
			assertThat(this.spans.single("job.run")).isRoot()
				.hasAttribute("queue.name", "scheduled")
				.hasAttribute("job.type", "ScheduledJobsTests.Tidy.tidy")
				.hasAttribute("job.success", true);
			assertThat(this.spans.single("external.api.call")).hasParent(this.spans.single("job.run"));
			awaitTimer(context, "job.run");
			assertThat(context.getBean(MeterRegistry.class).find("tasks.scheduled.execution").meter()).isNull();
		}
	}

	@Test
	void anAnnotatedOneIsOneJobThen() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Annotated.class,
				UNOBSERVED)) {
			awaitJob();
			awaitTimer(context, "job.run");
			assertThat(this.spans.single("job.run")).isRoot().hasAttribute("queue.name", "night");
			assertThat(this.spans.spans()).hasSize(1);
		}
	}

	@Test
	void itCanBeLeftAloneThen() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Tidy.class, UNOBSERVED,
				"--telemetry.job.scheduled=false")) {
			this.spans.awaitSpan((span) -> span.getName().equals("external.api.call"));
			assertThat(this.spans.named("job.run")).isEmpty();
		}
	}

	@Test
	void oneThatIsDisabledIsNotKnownBeforeItRuns() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Disabled.class)) {
			assertThat(context.getBean(MeterRegistry.class).get("job.last.success").gauges())
				.extracting((gauge) -> gauge.getId().getTag("type"))
				.containsExactlyInAnyOrder("ScheduledJobsTests.Disabled.later", "ScheduledJobsTests.Disabled.now");
			context.getBean(Disabled.class).byHand();
			assertThat(
					context.getBean(MeterRegistry.class).get("job.last.success").tag("type", "by hand").gauge().value())
				.isPositive();
		}
	}

	@Test
	void noneIsKnownBeforeItRunsWhereNothingIsScheduled() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Unscheduled.class)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("job.last.success").gauges()).extracting((gauge) -> gauge.getId().getTag("type"))
				.containsExactly("called");
			context.getBean(Unscheduled.class).tidy();
			assertThat(registry.get("job.last.success").tag("queue", "night").gauge().value()).isPositive();
		}
	}

	private void awaitJob() {
		this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
	}

	// The meters come after the span.
	// A registry tells of a meter a moment before it can be found.
	private static void awaitTimer(ConfigurableApplicationContext context, String name) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			Timer timer = registry.find(name).timer();
			return timer != null && timer.count() > 0;
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Tidy {

		private final TelemetryRecorder recorder;

		private final ObservationRegistry registry;

		volatile String spanId = "";

		Tidy(TelemetryRecorder recorder, ObservationRegistry registry) {
			this.recorder = recorder;
			this.registry = registry;
		}

		@Scheduled(fixedDelay = 3_600_000)
		void tidy() {
			this.spanId = MDC.get("span_id");
			this.recorder.externalCall("s", "o")
				.run((call) -> Observation.createNotStarted("inner", this.registry).observe(() -> {
				}));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Failing {

		@Scheduled(fixedDelay = 3_600_000)
		void fail() {
			throw new IllegalStateException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Disabled implements Inherited {

		@Scheduled(cron = "${cleanup.cron:-}")
		void never() {
		}

		@Scheduled(cron = "-")
		@TimedJob(queue = "night", type = "by hand")
		void byHand() {
		}

		@Override
		public void neverByInterface() {
		}

		@Scheduled(cron = "-")
		@Scheduled(initialDelay = 3_600_000)
		void later() {
		}

		@Scheduled(fixedDelay = 3_600_000)
		void now() {
		}

	}

	interface Inherited {

		@Scheduled(cron = "-")
		void neverByInterface();

	}

	@Configuration(proxyBeanMethods = false)
	static class Unscheduled {

		@Scheduled(fixedDelay = 3_600_000)
		void never() {
		}

		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "night", type = "tidy")
		void tidy() {
		}

		@TimedJob(queue = "day", type = "called")
		void called() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Annotated {

		@Scheduled(fixedDelay = 3_600_000)
		@TimedJob(queue = "night")
		void tidy() {
		}

	}

}

package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.samples.telemetry.FrameworkTask;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What code gives to a scheduler is a job each time that it runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScheduledTasksTests {

	private static final String PREFIX = "ScheduledTasksTests.";

	private static final RecordedSpans spans = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	private static TaskScheduler scheduler;

	@BeforeAll
	static void start() {
		context = RecordedApplication.run(spans, Application.class);
		scheduler = context.getBean(TaskScheduler.class);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@BeforeEach
	void clear() {
		spans.clear();
	}

	@Test
	void aTaskThatRunsAgainAndAgainIsAJobOfTheMethodThatGaveItToTheScheduler() {
		AtomicInteger ids = new AtomicInteger();
		scheduler.scheduleWithFixedDelay(() -> {
			if (MDC.get("trace_id") != null) {
				ids.incrementAndGet();
			}
			recorder().externalCall("partner", "prices").run((call) -> {
			});
		}, Duration.ofHours(1));
		SpanData job = awaitJob(PREFIX + "aTaskThatRunsAgainAndAgainIsAJobOfTheMethodThatGaveItToTheScheduler.lambda");
		assertThat(job).isRoot().isNotError().hasAttribute("queue.name", "scheduled").hasAttribute("job.success", true);
		assertThat(spans.single("external.api.call")).hasParent(job);
		assertThat(spans.spans()).hasSize(2);
		assertThat(ids).hasValue(1);
		awaitTimer(PREFIX + "aTaskThatRunsAgainAndAgainIsAJobOfTheMethodThatGaveItToTheScheduler.lambda", true);
	}

	@Test
	void severalLambdasOfOneMethodAreSeveralJobs() {
		for (int i = 0; i < 2; i++) {
			scheduler.schedule(() -> {
			}, Instant.now());
		}
		scheduler.schedule(new Cleanup()::tidy, Instant.now());
		String type = PREFIX + "severalLambdasOfOneMethodAreSeveralJobs.lambda";
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spans.named("job.run").size() == 3);
		assertThat(spans.named("job.run"))
			.extracting((job) -> job.getAttributes().get(AttributeKey.stringKey("job.type")))
			.containsExactlyInAnyOrder(type, type, type + "-2");
	}

	@Test
	void aTaskThatRunsOnceIsAJobAndNoPartOfWhatHasScheduledIt() {
		recorder().span("request").run((request) -> scheduler.schedule(new Cleanup(), Instant.now().plusMillis(10)));
		SpanData job = awaitJob(PREFIX + "Cleanup.run");
		assertThat(job).isRoot().isNotError();
		assertThat(job.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId())
				.isEqualTo(spans.single("request").getSpanId()));
	}

	@Test
	void aTaskWithATriggerThatFailsHasFailedAndRunsAgain(CapturedOutput output) {
		ScheduledFuture<?> task = scheduler.schedule(new Failing(), new PeriodicTrigger(Duration.ofMillis(20)));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spans.named("job.run").size() > 1);
		task.cancel(false);
		SpanData job = spans.named("job.run").get(0);
		assertThat(job).isRoot()
			.isError()
			.hasException(IllegalStateException.class, "boom")
			.hasAttribute("job.type", PREFIX + "Failing.run");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> output.toString()
				.lines()
				.anyMatch((line) -> line.contains("Unexpected error occurred in scheduled task")
						&& line.contains(job.getTraceId()) && line.contains(job.getSpanId())));
		awaitTimer(PREFIX + "Failing.run", false);
	}

	@Test
	void aTaskThatSaysItHadNothingToDoIsSkipped() {
		scheduler.schedule(() -> recorder().current().skip("switched_off"), Instant.now());
		assertThat(awaitJob(PREFIX + "aTaskThatSaysItHadNothingToDoIsSkipped.lambda")).hasAttribute("job.skip_reason",
				"switched_off");
	}

	@Test
	void aFutureThatKeepsItsExceptionHasFailed() {
		scheduler.schedule(new FutureTask<>(() -> {
			throw new IllegalStateException("boom");
		}), Instant.now());
		assertThat(awaitJob("FutureTask.run")).isError().hasException(IllegalStateException.class, "boom");
	}

	@Test
	void aFutureThatSucceedsHasSucceeded() {
		scheduler.schedule(new FutureTask<>(() -> "done"), Instant.now());
		assertThat(awaitJob("FutureTask.run")).isNotError().hasAttribute("job.success", true);
	}

	@Test
	void aFutureThatWasCancelledBeforeItsRunIsSkipped() {
		FutureTask<String> task = new FutureTask<>(() -> "done");
		task.cancel(false);
		scheduler.schedule(task, Instant.now());
		assertThat(awaitJob("FutureTask.run")).hasAttribute("job.skip_reason", "not_reached");
	}

	@Test
	void aMethodWithAnAnnotationIsOneJobUnderItsOwnNames() {
		scheduler.schedule(context.getBean(Annotated.class)::create, Instant.now());
		assertThat(await((span) -> span.getName().equals("job.run"))).isRoot()
			.hasAttribute("queue.name", "night")
			.hasAttribute("job.type", "report");
		scheduler.schedule(new Cleanup(), Instant.now());
		awaitJob(PREFIX + "Cleanup.run");
		assertThat(spans.named("job.run")).hasSize(2);
	}

	@Test
	void soIsOneThatGoesOnOnAnotherThread() {
		scheduler.schedule(context.getBean(Asynchronous.class)::later, Instant.now());
		assertThat(await((span) -> span.getName().equals("job.run"))).hasAttribute("job.type", "later");
		scheduler.schedule(new Cleanup(), Instant.now());
		awaitJob(PREFIX + "Cleanup.run");
		assertThat(spans.named("job.run")).hasSize(2);
	}

	@Test
	void anotherMethodOfSuchABeanIsRecordedToo() {
		scheduler.schedule(context.getBean(Annotated.class)::other, Instant.now());
		assertThat(awaitJob(PREFIX + "anotherMethodOfSuchABeanIsRecordedToo.lambda")).isRoot();
	}

	@Test
	void soIsOneThatFailsAfterAJobOfAnotherBean() {
		scheduler.schedule(context.getBean(Calling.class)::callAndFail, Instant.now());
		assertThat(awaitJob(PREFIX + "soIsOneThatFailsAfterAJobOfAnotherBean.lambda")).isError()
			.hasException(IllegalStateException.class, "boom");
		assertThat(awaitJob("report")).isNotError();
	}

	@Test
	void aMethodThatCodeGivesToTheSchedulerByItsNameIsAJob() throws Exception {
		scheduler.schedule(new ScheduledMethodRunnable(new Cleanup(), "tidy"), Instant.now());
		assertThat(awaitJob(PREFIX + "Cleanup.tidy")).isRoot();
	}

	@Test
	void aTaskOfSpringIsNoJob() throws Exception {
		FrameworkTask task = new FrameworkTask();
		scheduler.schedule(task, Instant.now());
		assertThat(task.ran().await(20, TimeUnit.SECONDS)).isTrue();
		scheduler.schedule(new Cleanup(), Instant.now());
		awaitJob(PREFIX + "Cleanup.run");
		assertThat(spans.named("job.run")).hasSize(1);
	}

	@Test
	void theSchedulerIsWhatItWas() {
		ThreadPoolTaskScheduler pool = context.getBean(ThreadPoolTaskScheduler.class);
		assertThat(pool.getScheduledThreadPoolExecutor().getCorePoolSize()).isOne();
		assertThat(pool.getThreadNamePrefix()).isEqualTo("scheduling-");
	}

	private static TelemetryRecorder recorder() {
		return context.getBean(TelemetryRecorder.class);
	}

	private static SpanData awaitJob(String type) {
		return await((span) -> type.equals(span.getAttributes().get(AttributeKey.stringKey("job.type"))));
	}

	private static SpanData await(Predicate<SpanData> predicate) {
		return spans.awaitSpan(predicate);
	}

	private static void awaitTimer(String type, boolean success) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			Timer timer = registry.find("job.run")
				.tags("queue", "scheduled", "type", type, "success", Boolean.toString(success))
				.timer();
			return timer != null && timer.count() > 0;
		});
	}

	public static class Cleanup implements Runnable {

		@Override
		public void run() {
			LoggerFactory.getLogger(Cleanup.class).info("cleaned");
		}

		public void tidy() {
		}

	}

	static class Failing implements Runnable {

		@Override
		public void run() {
			throw new IllegalStateException("boom");
		}

	}

	static class Annotated {

		@TimedJob(queue = "night", type = "report")
		void create() {
		}

		void other() {
		}

	}

	static class Calling {

		private final Annotated annotated;

		Calling(Annotated annotated) {
			this.annotated = annotated;
		}

		@TimedJob(queue = "night", type = "calling")
		void create() {
		}

		void callAndFail() {
			this.annotated.create();
			throw new IllegalStateException("boom");
		}

	}

	static class Asynchronous {

		@Async
		@TimedJob(queue = "night", type = "later")
		void later() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	@Import({ Annotated.class, Calling.class, Asynchronous.class })
	static class Application {

	}

}

package dev.telemetry.autoconfigure.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.listeners.JobListenerSupport;
import org.quartz.listeners.TriggerListenerSupport;
import org.slf4j.MDC;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

import dev.telemetry.autoconfigure.job.RecordedApplication;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs of Quartz are jobs, as Spring Boot sets their scheduler up.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuartzJobsTests {

	private static final String SECRET = "s3cr3t-of-the-job";

	private static final RecordedSpans spans = new RecordedSpans();

	private static ConfigurableApplicationContext context;

	private static Scheduler scheduler;

	@BeforeAll
	static void start() {
		context = RecordedApplication.run(spans, Application.class);
		scheduler = context.getBean(Scheduler.class);
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
	void aJobOfQuartzIsAJobOfItsNameWithWhatItCallsBelow() throws Exception {
		run(detail(Nightly.class, "nightly").usingJobData("token", SECRET).build());
		SpanData job = await("nightly");
		assertThat(job).isRoot()
			.isNotError()
			.hasAttribute("queue.name", "quartz")
			.hasAttribute("job.success", true)
			.hasNoAttribute("quartz.refire_count");
		assertThat(spans.single("external.api.call")).hasParent(job);
		assertThat(Nightly.spanId).isEqualTo(job.getSpanId());
		assertThat(spans.spans().toString()).doesNotContain(SECRET);
		assertThat(awaitTimer("nightly", "true")).isPositive();
		assertThat(context.getBean(MeterRegistry.class).get("job.last.success").tag("type", "nightly").gauge().value())
			.isPositive();
	}

	@Test
	void aJobOfAGroupIsNamedAfterThatTooAndOneWithoutANameAfterItsClass() throws Exception {
		run(JobBuilder.newJob(Nightly.class).withIdentity("import", "partners").storeDurably().build());
		assertThat(await("partners.import")).isRoot();
		run(JobBuilder.newJob(Nightly.class).storeDurably().build());
		assertThat(await("QuartzJobsTests.Nightly")).isRoot();
	}

	@Test
	void aJobThatThrowsHasFailedAndTheLineOfQuartzHasItsIds(CapturedOutput output) throws Exception {
		run(detail(Failing.class, "failing").build());
		SpanData job = await("failing");
		assertThat(job).isError().hasException(IllegalStateException.class, "boom").hasAttribute("job.success", false);
		assertLine(output, "threw an unhandled Exception", job);
		assertThat(awaitTimer("failing", "false")).isPositive();
	}

	@Test
	void aJobThatSaysItFailedHasFailedAndIsRepeated(CapturedOutput output) throws Exception {
		run(detail(Refiring.class, "refiring").build());
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spans.named("job.run").size() == 2);
		SpanData first = spans.named("job.run").get(0);
		assertThat(first).isRoot()
			.isError()
			.hasException(JobExecutionException.class, "once more")
			.hasNoAttribute("quartz.refire_count");
		assertLine(output, "threw a JobExecutionException", first);
		assertThat(spans.named("job.run").get(1)).isRoot().isNotError().hasAttribute("quartz.refire_count", 1L);
	}

	@Test
	void aJobThatIsVetoedIsSkipped() throws Exception {
		run(detail(Nightly.class, "vetoed").build());
		assertThat(await("vetoed")).hasAttribute("job.skip_reason", "vetoed").hasNoAttribute("job.success");
	}

	@Test
	void aTimeThatWasMissedIsSkipped() throws Exception {
		Trigger trigger = TriggerBuilder.newTrigger()
			.startAt(Date.from(Instant.now().minus(Duration.ofHours(1))))
			.withSchedule(
					SimpleScheduleBuilder.repeatHourlyForever().withMisfireHandlingInstructionNextWithExistingCount())
			.build();
		scheduler.scheduleJob(detail(Nightly.class, "late").build(), trigger);
		scheduler.rescheduleJob(trigger.getKey(), trigger);
		assertThat(await("late")).isRoot().hasAttribute("job.skip_reason", "misfired");
	}

	@Test
	void soIsThatOfAJobWithAnAnnotationUnderItsNames() throws Exception {
		Trigger trigger = TriggerBuilder.newTrigger()
			.startAt(Date.from(Instant.now().minus(Duration.ofHours(1))))
			.withSchedule(
					SimpleScheduleBuilder.repeatHourlyForever().withMisfireHandlingInstructionNextWithExistingCount())
			.build();
		scheduler.scheduleJob(detail(Annotated.class, "annotatedAndLate").build(), trigger);
		scheduler.rescheduleJob(trigger.getKey(), trigger);
		assertThat(await("report")).hasAttribute("queue.name", "night").hasAttribute("job.skip_reason", "misfired");
	}

	@Test
	void aJobThatIsInterruptedEndsAsItSays() throws Exception {
		JobDetail detail = detail(Waiting.class, "waiting").build();
		run(detail);
		assertThat(Waiting.started.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(scheduler.interrupt(detail.getKey())).isTrue();
		assertThat(await("waiting")).isError().hasException(JobExecutionException.class, "interrupted");
	}

	@Test
	void anAnnotationNamesTheJobAndRecordsItOnce() throws Exception {
		run(detail(Annotated.class, "annotated").build());
		assertThat(await("report")).isRoot().hasAttribute("queue.name", "night");
		run(detail(AnnotatedBean.class, "annotatedBean").build());
		assertThat(await("inside")).isRoot().hasAttribute("queue.name", "night");
		assertThat(spans.named("job.run")).hasSize(2);
	}

	@Test
	void theLineAboutAFailureOfAnAnnotatedJobHasItsIdsToo(CapturedOutput output) throws Exception {
		run(detail(AnnotatedFailing.class, "annotatedFailing").build());
		SpanData job = await("fails");
		assertThat(job).isError().hasAttribute("queue.name", "night");
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> output.toString().contains("annotatedFailing threw an exception"));
		assertLine(output, "annotatedFailing threw an unhandled Exception", job);
		assertLine(output, "annotatedFailing threw an exception", job);
		assertThat(AnnotatedFailing.isProxy).isTrue();
	}

	@Test
	void aListenerThatFailsLeavesNothingOpen() throws Exception {
		run(detail(Nightly.class, "listenerFails").build());
		assertThat(await("listenerFails")).isError();
		run(detail(Nightly.class, "afterwards").build());
		assertThat(await("afterwards")).isRoot().isNotError();
		assertThat(context.getBean(MeterRegistry.class).get("job.running").tag("type", "listenerFails").gauge().value())
			.isZero();
	}

	@Test
	void withoutSpansItIsMeasured() throws Exception {
		RecordedSpans none = new RecordedSpans();
		try (ConfigurableApplicationContext other = RecordedApplication.run(none, Application.class,
				"--telemetry.backend=prom")) {
			JobDetail detail = detail(Failing.class, "measured").build();
			other.getBean(Scheduler.class).addJob(detail, true);
			other.getBean(Scheduler.class).triggerJob(detail.getKey());
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
				Timer timer = other.getBean(MeterRegistry.class)
					.find("job.run")
					.tags("queue", "quartz", "type", "measured", "success", "false")
					.timer();
				return timer != null && timer.count() == 1;
			});
			assertThat(none.spans()).isEmpty();
		}
	}

	@Test
	void itCanBeSwitchedOff() throws Exception {
		RecordedSpans none = new RecordedSpans();
		try (ConfigurableApplicationContext other = RecordedApplication.run(none, Application.class,
				"--telemetry.job.quartz=false")) {
			JobDetail detail = detail(Nightly.class, "nobody").build();
			Nightly.ran = new CountDownLatch(1);
			other.getBean(Scheduler.class).addJob(detail, true);
			other.getBean(Scheduler.class).triggerJob(detail.getKey());
			assertThat(Nightly.ran.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(other.getBean(Scheduler.class).getListenerManager().getJobListener(QuartzListener.NAME))
				.isNull();
		}
		assertThat(none.named("job.run")).isEmpty();
	}

	@Test
	void aJobThatTheEndOfTheApplicationCutsOffHasFailed() throws Exception {
		RecordedSpans cutOff = new RecordedSpans();
		Endless.started = new CountDownLatch(1);
		try (ConfigurableApplicationContext other = RecordedApplication.run(cutOff, Application.class)) {
			JobDetail detail = detail(Endless.class, "endless").build();
			other.getBean(Scheduler.class).addJob(detail, true);
			other.getBean(Scheduler.class).triggerJob(detail.getKey());
			assertThat(Endless.started.await(20, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			Endless.stop.countDown();
		}
		assertThat(cutOff.single("job.run")).isError().hasAttribute("error.type", "shutdown");
	}

	private static JobBuilder detail(Class<? extends Job> type, String name) {
		return JobBuilder.newJob(type).withIdentity(name).storeDurably();
	}

	private static void run(JobDetail detail) throws Exception {
		scheduler.addJob(detail, true);
		scheduler.triggerJob(detail.getKey());
	}

	private static SpanData await(String type) {
		return spans.awaitSpan((span) -> type.equals(span.getAttributes().get(AttributeKey.stringKey("job.type"))));
	}

	private static long awaitTimer(String type, String success) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> registry.find("job.run").tags("type", type, "success", success).timer(),
					(timer) -> timer != null && timer.count() > 0)
			.count();
	}

	private static void assertLine(CapturedOutput output, String text, SpanData job) {
		assertThat(output.toString().lines().filter((line) -> line.contains(text))).singleElement()
			.asString()
			.contains(job.getTraceId(), job.getSpanId());
	}

	public static class Nightly implements Job {

		static volatile String spanId = "";

		static volatile CountDownLatch ran = new CountDownLatch(1);

		private final TelemetryRecorder recorder;

		Nightly(TelemetryRecorder recorder) {
			this.recorder = recorder;
		}

		@Override
		public void execute(JobExecutionContext context) {
			spanId = MDC.get("span_id");
			this.recorder.externalCall("partner", "prices").run((call) -> {
			});
			ran.countDown();
		}

	}

	public static class Failing extends QuartzJobBean {

		@Override
		protected void executeInternal(JobExecutionContext context) {
			throw new IllegalStateException("boom");
		}

	}

	public static class Refiring implements Job {

		@Override
		public void execute(JobExecutionContext context) throws JobExecutionException {
			if (context.getRefireCount() == 0) {
				throw new JobExecutionException("once more", true);
			}
		}

	}

	public static class Waiting implements InterruptableJob {

		static final CountDownLatch started = new CountDownLatch(1);

		private static final CountDownLatch interrupted = new CountDownLatch(1);

		@Override
		public void execute(JobExecutionContext context) throws JobExecutionException {
			started.countDown();
			try {
				interrupted.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new JobExecutionException("interrupted");
		}

		@Override
		public void interrupt() {
			interrupted.countDown();
		}

	}

	public static class Endless implements Job {

		static volatile CountDownLatch started = new CountDownLatch(1);

		static final CountDownLatch stop = new CountDownLatch(1);

		@Override
		public void execute(JobExecutionContext context) {
			started.countDown();
			try {
				stop.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	public static class Annotated implements Job {

		@Override
		@TimedJob(queue = "night", type = "report")
		public void execute(JobExecutionContext context) {
		}

	}

	public static class AnnotatedFailing implements Job {

		static volatile boolean isProxy;

		@Override
		@TimedJob(queue = "night", type = "fails")
		public void execute(JobExecutionContext context) {
			isProxy = AopUtils.isAopProxy(context.getJobInstance());
			throw new IllegalStateException("boom");
		}

	}

	public static class AnnotatedBean extends QuartzJobBean {

		@Override
		@TimedJob(queue = "night", type = "inside")
		protected void executeInternal(JobExecutionContext context) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		SchedulerFactoryBean quartzScheduler(ApplicationContext applicationContext) {
			SpringBeanJobFactory jobs = new SpringBeanJobFactory();
			jobs.setApplicationContext(applicationContext);
			SchedulerFactoryBean factory = new SchedulerFactoryBean();
			factory.setJobFactory(jobs);
			factory.setSchedulerName("quartz " + System.identityHashCode(applicationContext));
			factory.setGlobalTriggerListeners(new TriggerListenerSupport() {

				@Override
				public String getName() {
					return "vetoes";
				}

				@Override
				public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
					return trigger.getJobKey().equals(JobKey.jobKey("vetoed"));
				}

			});
			factory.setGlobalJobListeners(new JobListenerSupport() {

				@Override
				public String getName() {
					return "fails";
				}

				@Override
				public void jobWasExecuted(JobExecutionContext context, JobExecutionException jobException) {
					if (context.getJobDetail().getKey().getName().equals("listenerFails")) {
						throw new IllegalStateException("listener");
					}
				}

			});
			return factory;
		}

	}

}

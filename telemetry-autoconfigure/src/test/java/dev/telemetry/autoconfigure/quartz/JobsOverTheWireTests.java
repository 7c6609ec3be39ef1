package dev.telemetry.autoconfigure.quartz;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks of a scheduler and jobs of Quartz as a backend gets them, where nothing is kept
 * by a ratio.
 */
class JobsOverTheWireTests {

	@Test
	void whatFailsArrivesAndWhatSucceedsIsSampled() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			try (ConfigurableApplicationContext context = start(receiver, "--telemetry.sampling.job-ratio=0")) {
				runAll(context);
			}
			assertThat(types(receiver)).containsExactlyInAnyOrder("JobsOverTheWireTests.Failing.run", "failing",
					"later");
			assertThat(receiver.spans()).allSatisfy((span) -> {
				assertThat(span.parentSpanId()).isEmpty();
				assertThat(span.attributes()).containsEntry("job.success", false)
					.containsEntry("telemetry.sampling.reason", "error");
			});
		}
	}

	@Test
	void byDefaultAllArrive() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			try (ConfigurableApplicationContext context = start(receiver)) {
				runAll(context);
			}
			assertThat(types(receiver)).containsExactlyInAnyOrder("JobsOverTheWireTests.Failing.run", "failing",
					"later", "JobsOverTheWireTests.Succeeding.run", "succeeding");
		}
	}

	@Test
	void offNothingArrivesAndTheSchedulersAreWhatTheyWere() throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.http()) {
			try (ConfigurableApplicationContext context = start(receiver, "--telemetry.enabled=false")) {
				assertThat(context.getBean(TaskScheduler.class).getClass()).isEqualTo(ThreadPoolTaskScheduler.class);
				assertThat(context.getBean(Scheduler.class).getListenerManager().getJobListeners()).isEmpty();
				runAll(context);
			}
			assertThat(receiver.requests()).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start(OtlpReceiver receiver, String... more) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> args = new ArrayList<>(List.of(more));
		if (args.stream().noneMatch((arg) -> arg.startsWith("--telemetry.enabled="))) {
			args.add("--telemetry.enabled=true");
		}
		args.addAll(List.of("--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http",
				"--telemetry.export.delay=50ms", "--telemetry.sampling.route-interval=0"));
		return application.run(args.toArray(new String[0]));
	}

	private static void runAll(ConfigurableApplicationContext context) throws Exception {
		Runs.left = new CountDownLatch(5);
		TaskScheduler tasks = context.getBean(TaskScheduler.class);
		tasks.schedule(new Succeeding(), Instant.now());
		tasks.schedule(new Failing(), Instant.now());
		tasks.schedule(context.getBean(Asynchronous.class)::later, Instant.now());
		Scheduler scheduler = context.getBean(Scheduler.class);
		for (Class<? extends Job> type : List.of(SucceedingJob.class, FailingJob.class)) {
			JobDetail job = JobBuilder.newJob(type)
				.withIdentity(type.getSimpleName().replace("Job", "").toLowerCase(Locale.ROOT))
				.storeDurably()
				.build();
			scheduler.addJob(job, true);
			scheduler.triggerJob(job.getKey());
		}
		assertThat(Runs.left.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static List<Object> types(OtlpReceiver receiver) {
		return receiver.spans().stream().map(ReceivedSpan::attributes).map((all) -> all.get("job.type")).toList();
	}

	static final class Runs {

		static volatile CountDownLatch left = new CountDownLatch(5);

		private Runs() {
		}

	}

	static class Succeeding implements Runnable {

		@Override
		public void run() {
			Runs.left.countDown();
		}

	}

	static class Failing implements Runnable {

		@Override
		public void run() {
			Runs.left.countDown();
			throw new IllegalStateException("boom");
		}

	}

	static class Asynchronous {

		@Async
		@TimedJob(queue = "night", type = "later")
		void later() {
			Runs.left.countDown();
			throw new IllegalStateException("boom");
		}

	}

	public static class SucceedingJob implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			Runs.left.countDown();
		}

	}

	public static class FailingJob implements Job {

		@Override
		public void execute(JobExecutionContext context) throws JobExecutionException {
			Runs.left.countDown();
			throw new JobExecutionException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@EnableAsync
	@EnableScheduling
	@Import(Asynchronous.class)
	static class Application {

		@Bean
		SchedulerFactoryBean quartzScheduler() {
			SchedulerFactoryBean factory = new SchedulerFactoryBean();
			factory.setSchedulerName("quartz " + System.identityHashCode(factory));
			factory.setWaitForJobsToCompleteOnShutdown(true);
			return factory;
		}

	}

}

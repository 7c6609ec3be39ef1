package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.telemetry.health.ContextLeaks;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A scheduled run that fails is recorded once, also where it fails before it comes to our
 * advice.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScheduledFailuresTests {

	private static final String PREFIX = "ScheduledFailuresTests.Work.";

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@CsvSource({ "-2147483648, -2147483547", "0, 2147483647" })
	void whatIsAroundOurAdviceMayThrow(int aspectOrder, int jobOrder) {
		try (ConfigurableApplicationContext context = start(aspectOrder, jobOrder, "hybrid")) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run(context, "throwsBefore"));
			assertThat(this.spans.single("job.run")).isRoot()
				.isError()
				.hasException(IllegalStateException.class, "aspect")
				.hasAttribute("job.success", false)
				.hasAttribute("queue.name", "scheduled")
				.hasAttribute("job.type", PREFIX + "throwsBefore");
			assertThat(count(context, "throwsBefore", false)).isOne();
			this.spans.clear();
			run(context, "keptFrom");
			assertThat(this.spans.single("job.run")).isNotError()
				.hasAttribute("job.skip_reason", "not_reached")
				.hasAttribute("job.type", PREFIX + "keptFrom");
			assertThat(count(context, "keptFrom", true)).isZero();
			this.spans.clear();
			run(context, "passes");
			assertThat(this.spans.single("job.run")).isNotError();
			assertThat(count(context, "passes", true)).isOne();
			this.spans.clear();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run(context, "fails"));
			assertThat(this.spans.single("job.run")).isError().hasException(IllegalStateException.class, "work");
			this.spans.clear();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run(context, "throwsAfter"));
			assertThat(this.spans.single("job.run")).isError().hasException(IllegalStateException.class, "aspect");
			assertThat(count(context, "throwsAfter", false)).isOne();
			assertThat(count(context, "throwsAfter", true)).isZero();
		}
	}

	@Test
	void withoutSpansItIsMeasured() {
		try (ConfigurableApplicationContext context = start(0, Integer.MAX_VALUE, "prom")) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run(context, "throwsBefore"));
			assertThat(count(context, "throwsBefore", false)).isOne();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run(context, "throwsAfter"));
			assertThat(count(context, "throwsAfter", false)).isOne();
			run(context, "keptFrom");
			assertThat(count(context, "keptFrom", true)).isZero();
		}
	}

	@Test
	void anAsynchronousRunMayBeRejectedAndTheLineAboutItHasItsIds(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(0, 0, "hybrid")) {
			context.getBean(ThreadPoolTaskScheduler.class)
				.scheduleWithFixedDelay(ScheduledCalls.of(context, context.getBean(Work.class), "rejected"),
						Duration.ofHours(1));
			SpanData job = this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
			assertThat(job).isRoot()
				.isError()
				.hasException(TaskRejectedException.class, "full")
				.hasAttribute("job.type", PREFIX + "rejected");
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> output.toString()
					.lines()
					.anyMatch((line) -> line.contains("Unexpected error occurred in scheduled task")
							&& line.contains(job.getTraceId()) && line.contains(job.getSpanId())));
			assertThat(this.spans.spans()).hasSize(1);
			assertThat(count(context, "rejected", false)).isOne();
		}
	}

	@Test
	void anAsynchronousMethodThatFailsOnASchedulerLeavesNothingOpen(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(0, 0, "hybrid")) {
			context.getBean(Work.class).failsLater();
			SpanData job = this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> output.toString()
					.lines()
					.anyMatch((line) -> line.contains("Unexpected exception occurred invoking async method")
							&& line.contains(job.getTraceId()) && line.contains(job.getSpanId())));
			assertThat(context.getBean(ContextLeaks.class).count()).isZero();
		}
	}

	private ConfigurableApplicationContext start(int aspectOrder, int jobOrder, String backend) {
		return RecordedApplication.run(this.spans, Application.class, "--aspect.order=" + aspectOrder,
				"--telemetry.job.order=" + jobOrder, "--telemetry.backend=" + backend);
	}

	private static void run(ConfigurableApplicationContext context, String method) {
		ScheduledCalls.of(context, context.getBean(Work.class), method).run();
	}

	private static long count(ConfigurableApplicationContext context, String method, boolean success) {
		Timer timer = context.getBean(MeterRegistry.class)
			.find("job.run")
			.tags("type", PREFIX + method, "success", Boolean.toString(success))
			.timer();
		return (timer != null) ? timer.count() : 0;
	}

	static class Work {

		@Scheduled(cron = "-")
		void throwsBefore() {
		}

		@Scheduled(cron = "-")
		void keptFrom() {
		}

		@Scheduled(cron = "-")
		void passes() {
		}

		@Scheduled(cron = "-")
		void throwsAfter() {
		}

		@Scheduled(cron = "-")
		void fails() {
			throw new IllegalStateException("work");
		}

		@Async("taskScheduler")
		@TimedJob(queue = "q")
		void failsLater() {
			throw new IllegalStateException("later");
		}

		@Async("full")
		@Scheduled(cron = "-")
		void rejected() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	@Import(Work.class)
	static class Application {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor aspect(Environment environment) {
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(
					(MethodInterceptor) (invocation) -> switch (invocation.getMethod().getName()) {
						case "throwsBefore" -> throw new IllegalStateException("aspect");
						case "keptFrom" -> null;
						case "throwsAfter" -> {
							invocation.proceed();
							throw new IllegalStateException("aspect");
						}
						default -> invocation.proceed();
					});
			advisor.setMappedNames("throwsBefore", "keptFrom", "throwsAfter", "passes", "fails");
			advisor.setOrder(environment.getRequiredProperty("aspect.order", Integer.class));
			return advisor;
		}

		@Bean(defaultCandidate = false)
		AsyncTaskExecutor full() {
			return (task) -> {
				throw new TaskRejectedException("full");
			};
		}

	}

}

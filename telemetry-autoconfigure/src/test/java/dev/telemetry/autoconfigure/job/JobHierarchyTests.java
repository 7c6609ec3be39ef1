package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ReflectionUtils;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The scheduled runs of a context below another one are recorded once: the observation of
 * them is that of the parent, the advice around their methods that of the child.
 */
@ExtendWith(OutputCaptureExtension.class)
class JobHierarchyTests {

	private static final RecordedSpans spans = new RecordedSpans();

	private static ConfigurableApplicationContext child;

	@BeforeAll
	static void start() {
		child = new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE).initializers((context) -> {
			if (context.getParent() == null) {
				context.getBeanFactory().registerSingleton("processor", SimpleSpanProcessor.create(spans));
			}
		})
			.properties("telemetry.enabled=true", "telemetry.otel.exporter=none", "telemetry.sampling.enabled=false",
					"telemetry.sampling.ratio=1.0")
			.child(Child.class)
			.web(WebApplicationType.NONE)
			.run();
	}

	@AfterAll
	static void close() {
		ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
		child.close();
		parent.close();
	}

	@BeforeEach
	void clear() {
		spans.clear();
	}

	@Test
	void aRunWithAnAnnotationIsOneJob() throws Exception {
		run("annotated");
		assertThat(spans.spans()).hasSize(1);
		assertThat(spans.single("job.run")).isRoot().hasAttribute("queue.name", "child");
	}

	@Test
	void aRunOfABeanWithAProxyIsOneJob() throws Exception {
		run("plain");
		assertThat(spans.spans()).hasSize(1);
		assertThat(spans.single("job.run")).isRoot().hasAttribute("job.type", "JobHierarchyTests.Jobs.plain");
	}

	@Test
	void ofAnAsynchronousRunTheWorkIsTheJob() throws Exception {
		run("asynchronous");
		SpanData job = spans.awaitSpan((span) -> span.getName().equals("job.run"));
		assertThat(job).isError().hasException(IllegalStateException.class, "late");
		assertThat(spans.spans()).hasSize(1);
	}

	@Test
	void theLineAboutAFailureHasItsIds(CapturedOutput output) {
		child.getBean(ThreadPoolTaskScheduler.class).scheduleWithFixedDelay(scheduled("fail"), Duration.ofHours(1));
		SpanData job = spans.awaitSpan((span) -> span.getName().equals("job.run"));
		assertThat(job).isRoot().isError();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(output.toString()
				.lines()
				.filter((line) -> line.contains("Unexpected error occurred in scheduled task"))).singleElement()
				.asString()
				.contains(job.getTraceId(), job.getSpanId()));
		assertThat(spans.spans()).hasSize(1);
	}

	@Test
	void aFailureIsOneFailure() {
		assertThatException().isThrownBy(() -> run("fail"));
		assertThat(spans.spans()).hasSize(1);
	}

	private static void run(String method) {
		scheduled(method).run();
	}

	private static ScheduledMethodRunnable scheduled(String name) {
		Jobs jobs = child.getBean(Jobs.class);
		assertThat(AopUtils.isAopProxy(jobs)).isTrue();
		return new ScheduledMethodRunnable(jobs, ReflectionUtils.findMethod(Jobs.class, name), null,
				() -> child.getBean(ObservationRegistry.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	@EnableScheduling
	@EnableAsync
	static class Child {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

	}

	static class Jobs {

		@Scheduled(cron = Scheduled.CRON_DISABLED)
		@TimedJob(queue = "child", type = "annotated")
		void annotated() {
		}

		@Scheduled(cron = Scheduled.CRON_DISABLED)
		void plain() {
		}

		@Scheduled(cron = Scheduled.CRON_DISABLED)
		void fail() {
			throw new IllegalStateException("fails");
		}

		@Async
		@Scheduled(cron = Scheduled.CRON_DISABLED)
		void asynchronous() {
			throw new IllegalStateException("late");
		}

	}

}

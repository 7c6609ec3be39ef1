package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line about a scheduled run that failed has the ids of that run, whatever scheduler
 * runs it; the scheduler goes on as without.
 */
@ExtendWith(OutputCaptureExtension.class)
class SchedulerLinesTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String LINE = "Unexpected error occurred in scheduled task";

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(classes = { RemovesCancelled.class, PlainExecutor.class, ChosenExecutor.class, OwnThreads.class })
	void theLineAboutAFailureHasItsIds(Class<?> configuration, CapturedOutput output) {
		assertLines(LINE, output, configuration);
	}

	@ParameterizedTest
	@ValueSource(classes = { Once.class, OncePlainExecutor.class, OnceOwnThreads.class })
	void soHasThatOfAMethodThatRunsOnce(Class<?> configuration, CapturedOutput output) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, configuration)) {
			SpanData job = this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
			Awaitility.await()
				.atMost(SOON)
				.until(() -> lines(output, LINE).stream().anyMatch((line) -> line.contains(job.getTraceId())));
			assertThat(lines(output, LINE).stream().filter((line) -> line.contains(job.getTraceId()))).singleElement()
				.asString()
				.contains(job.getSpanId());
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void soItHasOnVirtualThreads(CapturedOutput output) {
		assertLines(LINE, output, Failing.class, "--spring.threads.virtual.enabled=true");
	}

	@Test
	void soHasThatOfAHandlerOfTheApplication(CapturedOutput output) {
		assertLines("handled by the application", output, OwnHandler.class);
	}

	private void assertLines(String text, CapturedOutput output, Class<?> configuration, String... args) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, configuration, args)) {
			Failing failing = context.getBean(Failing.class);
			Awaitility.await().atMost(SOON).until(() -> failing.runs.get() >= 3 && lines(output, text).size() >= 3);
			List<SpanData> jobs = this.spans.named("job.run");
			List<String> lines = lines(output, text);
			for (int i = 0; i < 3; i++) {
				SpanData job = jobs.get(i);
				assertThat(lines.stream().filter((line) -> line.contains(job.getTraceId()))).singleElement()
					.asString()
					.contains(job.getSpanId());
			}
			assertThat(failing.parents).hasValue(0);
		}
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Failing {

		final AtomicInteger runs = new AtomicInteger();

		final AtomicInteger parents = new AtomicInteger();

		@Scheduled(fixedDelay = 10)
		void fail() {
			this.runs.incrementAndGet();
			if (!Span.current().getSpanContext().isValid()) {
				this.parents.incrementAndGet();
			}
			throw new IllegalStateException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Once {

		@Scheduled(initialDelay = 10)
		void fail() {
			throw new IllegalStateException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Once.class, PlainExecutor.ExecutorOnly.class })
	static class OncePlainExecutor {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Once.class, OwnThreads.SchedulerOnly.class })
	static class OnceOwnThreads {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Failing.class)
	static class RemovesCancelled {

		@Bean
		ThreadPoolTaskSchedulerCustomizer removesCancelled() {
			return (scheduler) -> scheduler.setRemoveOnCancelPolicy(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Failing.class, PlainExecutor.ExecutorOnly.class })
	static class PlainExecutor {

		@Configuration(proxyBeanMethods = false)
		static class ExecutorOnly {

			@Bean(destroyMethod = "shutdownNow")
			ScheduledExecutorService executor() {
				return Executors.newSingleThreadScheduledExecutor();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Failing.class)
	static class ChosenExecutor {

		@Bean
		SchedulingConfigurer chooses() {
			return (registrar) -> registrar.setScheduler(Executors.newSingleThreadScheduledExecutor((work) -> {
				Thread thread = new Thread(work);
				thread.setDaemon(true);
				return thread;
			}));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Failing.class, OwnThreads.SchedulerOnly.class })
	static class OwnThreads {

		@Configuration(proxyBeanMethods = false)
		static class SchedulerOnly {

			@Bean
			SimpleAsyncTaskScheduler scheduler() {
				return new SimpleAsyncTaskScheduler();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Failing.class)
	static class OwnHandler {

		@Bean
		SimpleAsyncTaskScheduler scheduler() {
			SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
			scheduler
				.setErrorHandler((thrown) -> LoggerFactory.getLogger("handler").warn("handled by the application"));
			return scheduler;
		}

	}

}

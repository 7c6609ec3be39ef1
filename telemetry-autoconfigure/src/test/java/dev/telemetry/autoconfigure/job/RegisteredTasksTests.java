package dev.telemetry.autoconfigure.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock.InterceptMode;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.config.TaskSchedulerRouter;

import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a {@code SchedulingConfigurer} registers is a job once, whatever scheduler it
 * chooses and whatever else has a proxy around that.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegisteredTasksTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String FAILING = "RegisteredTasksTests.Failing.run";

	private final RecordedSpans spans = new RecordedSpans();

	@ParameterizedTest
	@ValueSource(classes = { Registered.class, AtOnce.class, OwnPool.class, OwnPoolThatRemoves.class,
			OwnVirtualThreads.class, OwnBean.class, PlainExecutor.class })
	void aRegisteredTaskIsAJobAndTheLineAboutItsFailureHasItsIds(Class<?> configuration, CapturedOutput output) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, configuration)) {
			Awaitility.await()
				.atMost(SOON)
				.until(() -> jobs(FAILING).size() > 1 && jobs(FAILING).subList(0, 2)
					.stream()
					.allMatch((job) -> lines(output).stream().anyMatch((line) -> line.contains(job.getTraceId()))));
			assertThat(jobs(FAILING).get(0)).isRoot()
				.isError()
				.hasException(IllegalStateException.class, "boom")
				.hasAttribute("queue.name", "scheduled");
			assertThat(this.spans.named("job.run"))
				.allSatisfy((span) -> assertThat(span).hasAttribute("job.type", FAILING));
			// Not all lines: an application before this one may have failed once more
			// while it ended.
			assertThat(jobs(FAILING).subList(0, 2)).allSatisfy(
					(job) -> assertThat(lines(output).stream().filter((line) -> line.contains(job.getTraceId())))
						.hasSize(1));
		}
	}

	@Test
	void withoutSpansItIsMeasured() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Registered.class,
				"--telemetry.backend=prom")) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().atMost(SOON).until(() -> {
				Timer timer = registry.find("job.run").tags("type", FAILING, "success", "false").timer();
				return timer != null && timer.count() > 1;
			});
			assertThat(this.spans.spans()).isEmpty();
		}
	}

	@Test
	void itCanBeLeftAlone() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Registered.class,
				"--telemetry.job.tasks=false")) {
			assertThat(context.getBean(Failing.class).runs.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(this.spans.named("job.run")).isEmpty();
			assertThat(context.getBean(TaskScheduler.class).getClass()).isEqualTo(ThreadPoolTaskScheduler.class);
		}
	}

	@Test
	void aMethodThatASchedulerOfTheApplicationWrapsIsOneJob() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Wrapped.class)) {
			AtomicInteger runs = context.getBean(Wrapped.class).runs;
			Awaitility.await().atMost(SOON).until(() -> runs.get() > 2 && this.spans.named("job.run").size() > 1);
			assertThat(this.spans.named("job.run")).hasSizeLessThanOrEqualTo(runs.get())
				.allSatisfy((span) -> assertThat(span).isRoot()
					.hasAttribute("job.type", "RegisteredTasksTests.Wrapped.run"));
		}
	}

	@Test
	void aLockOfAnotherInstanceIsObeyedAndThereIsNoRun(CapturedOutput output) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Locked.class)) {
			Locked locked = context.getBean(Locked.class);
			Awaitility.await().atMost(SOON).until(() -> locked.asked.get() > 2);
			assertThat(locked.runs).hasValue(0);
			assertThat(this.spans.named("job.run")).isEmpty();
			assertThat(output).doesNotContain("Task scheduler first argument should be");
		}
	}

	@Test
	void whatASchedulerWithAProxyDecoratesStaysDecorated() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Decorated.class)) {
			Decorated decorated = context.getBean(Decorated.class);
			Awaitility.await().atMost(SOON).until(() -> decorated.decorated.get() > 0);
		}
	}

	@Test
	void aFinalMethodOfASchedulerFindsItsState() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Schedulers.class)) {
			assertThat(context.getBean(SimpleAsyncTaskScheduler.class).getConcurrencyLimit()).isEqualTo(7);
			assertThat(context.getBean(ConcurrentTaskScheduler.class).getConcurrentExecutor()).isNotNull();
		}
	}

	private List<SpanData> jobs(String type) {
		return this.spans.named("job.run")
			.stream()
			.filter((span) -> type.equals(span.getAttributes().get(AttributeKey.stringKey("job.type"))))
			.toList();
	}

	private static List<String> lines(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("Unexpected error occurred in scheduled task"))
			.toList();
	}

	static class Failing implements Runnable {

		final CountDownLatch runs = new CountDownLatch(2);

		@Override
		public void run() {
			this.runs.countDown();
			throw new IllegalStateException("boom");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Failing.class)
	static class Registered {

		@Bean
		SchedulingConfigurer registers(Failing failing) {
			return (registrar) -> {
				choose(registrar);
				registrar.addFixedDelayTask(failing, Duration.ofMillis(20));
			};
		}

		void choose(ScheduledTaskRegistrar registrar) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Failing.class)
	static class AtOnce {

		@Bean
		SchedulingConfigurer registers(Failing failing) {
			return (registrar) -> registrar
				.scheduleFixedDelayTask(new FixedDelayTask(failing, Duration.ofMillis(20), Duration.ZERO));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPool extends Registered {

		@Override
		void choose(ScheduledTaskRegistrar registrar) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setDaemon(true);
			scheduler.initialize();
			registrar.setTaskScheduler(scheduler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPoolThatRemoves extends Registered {

		@Override
		void choose(ScheduledTaskRegistrar registrar) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setDaemon(true);
			scheduler.setRemoveOnCancelPolicy(true);
			scheduler.initialize();
			registrar.setTaskScheduler(scheduler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnVirtualThreads extends Registered {

		@Override
		void choose(ScheduledTaskRegistrar registrar) {
			SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
			scheduler.setDaemon(true);
			registrar.setTaskScheduler(scheduler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBean extends Registered {

		private final ThreadPoolTaskScheduler bean = new ThreadPoolTaskScheduler();

		@Bean
		ThreadPoolTaskScheduler bean() {
			return this.bean;
		}

		@Override
		void choose(ScheduledTaskRegistrar registrar) {
			registrar.setTaskScheduler(this.bean);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainExecutor extends Registered {

		@Bean(destroyMethod = "shutdownNow")
		ScheduledExecutorService executor() {
			return Executors.newSingleThreadScheduledExecutor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Wrapped {

		final AtomicInteger runs = new AtomicInteger();

		@Bean
		ThreadPoolTaskScheduler pool() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		SchedulingConfigurer wraps(ThreadPoolTaskScheduler pool) {
			return (registrar) -> registrar.setTaskScheduler(new WrappingScheduler(pool));
		}

		@Scheduled(fixedDelay = 20)
		void run() {
			this.runs.incrementAndGet();
		}

	}

	private static final class WrappingScheduler extends TaskSchedulerRouter {

		private final TaskScheduler target;

		private WrappingScheduler(TaskScheduler target) {
			this.target = target;
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
			return this.target.scheduleWithFixedDelay(task::run, delay);
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
			return this.target.scheduleWithFixedDelay(task::run, startTime, delay);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@SuppressWarnings({ "deprecation", "removal" })
	@EnableSchedulerLock(defaultLockAtMostFor = "1m", interceptMode = InterceptMode.PROXY_SCHEDULER)
	static class Locked {

		final AtomicInteger runs = new AtomicInteger();

		final AtomicInteger asked = new AtomicInteger();

		@Bean
		LockProvider locks() {
			return (lock) -> {
				this.asked.incrementAndGet();
				return Optional.empty();
			};
		}

		@Scheduled(fixedDelay = 20)
		@SchedulerLock(name = "locked")
		void run() {
			this.runs.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Locked.class)
	static class Decorated {

		final AtomicInteger decorated = new AtomicInteger();

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			TaskDecorator counting = (task) -> () -> {
				this.decorated.incrementAndGet();
				task.run();
			};
			scheduler.setTaskDecorator(counting);
			return scheduler;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Schedulers {

		@Bean
		SimpleAsyncTaskScheduler simple() {
			SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
			scheduler.setConcurrencyLimit(7);
			return scheduler;
		}

		@Bean
		ConcurrentTaskScheduler concurrent(ScheduledExecutorService executor) {
			return new ConcurrentTaskScheduler(executor);
		}

		@Bean(destroyMethod = "shutdownNow")
		ScheduledExecutorService executor() {
			return Executors.newSingleThreadScheduledExecutor();
		}

	}

}

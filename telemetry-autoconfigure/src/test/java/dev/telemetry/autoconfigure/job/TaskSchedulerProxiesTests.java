package dev.telemetry.autoconfigure.job;

import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scheduler of the application does what it did, with a proxy or without one.
 */
@ExtendWith(OutputCaptureExtension.class)
class TaskSchedulerProxiesTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void oneThatLooksAtItsTasksGetsThemAsTheyAre(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Looking.class)) {
			LookingScheduler scheduler = context.getBean(LookingScheduler.class);
			assertThat(scheduler).isNotInstanceOf(Advised.class);
			ScheduledFuture<?> future = scheduler.schedule(new NamedTask("sweep"), Instant.now());
			future.get(20, TimeUnit.SECONDS);
			assertThat(scheduler.last).isEqualTo("sweep");
			assertThat(output).contains("looking (its own methods may look at what they are given)");
		}
	}

	@Test
	void oneOfAClassOfTheApplicationIsRecordedAndEndsOnce() throws Exception {
		AtomicInteger ends;
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Counting.class)) {
			CountingScheduler scheduler = context.getBean(CountingScheduler.class);
			assertThat(scheduler).isInstanceOf(Advised.class);
			ends = scheduler.ends();
			scheduler.schedule(new NamedTask("sweep"), Instant.now()).get(20, TimeUnit.SECONDS);
			this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
		}
		assertThat(ends).hasValue(1);
	}

	@Test
	void oneOfSpringWithFinalMethodsIsRecordedWithoutAWarning(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Simple.class)) {
			SimpleAsyncTaskScheduler scheduler = context.getBean(SimpleAsyncTaskScheduler.class);
			scheduler.schedule(new NamedTask("sweep"), Instant.now()).get(20, TimeUnit.SECONDS);
			this.spans.awaitSpan((span) -> span.getName().equals("job.run"));
		}
		assertThat(output).doesNotContain("CGLIB");
	}

	record NamedTask(String name) implements Runnable {

		@Override
		public void run() {
		}

	}

	static class LookingScheduler extends ThreadPoolTaskScheduler {

		private static final long serialVersionUID = 1L;

		volatile String last = "";

		@Override
		public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
			this.last = ((NamedTask) task).name();
			return super.schedule(task, startTime);
		}

	}

	static class CountingScheduler extends ThreadPoolTaskScheduler {

		private static final long serialVersionUID = 1L;

		private final AtomicInteger ends = new AtomicInteger();

		AtomicInteger ends() {
			return this.ends;
		}

		@Override
		public void destroy() {
			this.ends.incrementAndGet();
			super.destroy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Looking {

		@Bean
		LookingScheduler looking() {
			return new LookingScheduler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Simple {

		@Bean
		SimpleAsyncTaskScheduler simple() {
			return new SimpleAsyncTaskScheduler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counting {

		@Bean
		CountingScheduler counting() {
			return new CountingScheduler();
		}

	}

}

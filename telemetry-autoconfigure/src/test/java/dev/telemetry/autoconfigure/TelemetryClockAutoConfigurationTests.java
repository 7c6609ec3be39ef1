package dev.telemetry.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done again and again, and its one thread.
 */
@NoTelemetryLeaks
class TelemetryClockAutoConfigurationTests {

	private final CountDownLatch ran = new CountDownLatch(2);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryClockAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void thereIsNoThreadWhereThereIsNothingToDo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(PeriodicTasks.class));
	}

	@Test
	void thereIsNoThreadWhileOff() {
		this.runner.withPropertyValues("telemetry.enabled=false")
			.withBean(PeriodicTask.class, () -> PeriodicTask.eachMinute("nothing", () -> {
			}))
			.run((context) -> assertThat(context).doesNotHaveBean(PeriodicTasks.class));
	}

	@Test
	void aTaskThatFailsIsCountedAndRunsAgain() {
		this.runner.withBean(PeriodicTask.class, () -> new PeriodicTask("failing", Duration.ofMillis(5), () -> {
			this.ran.countDown();
			throw new LinkageError("task");
		})).run((context) -> {
			assertThat(this.ran.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(context.getBean(InternalFailures.class).count()).isPositive();
		});
	}

	@Test
	void aTaskDoesNotCatchUpAfterAPause() {
		List<Long> runs = new CopyOnWriteArrayList<>();
		CountDownLatch third = new CountDownLatch(3);
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withBean(PeriodicTask.class, () -> new PeriodicTask("pausing", Duration.ofMillis(50), () -> {
			if (runs.isEmpty()) {
				await(never, 500);
			}
			runs.add(System.nanoTime());
			third.countDown();
		})).run((context) -> {
			assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(runs.get(2) - runs.get(1)).isGreaterThan(Duration.ofMillis(40).toNanos());
		});
	}

	private static void await(CountDownLatch latch, long millis) {
		try {
			assertThat(latch.await(millis, TimeUnit.MILLISECONDS)).isFalse();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void runsWithLazyInitializationToo() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(PeriodicTask.class, () -> new PeriodicTask("counting", Duration.ofMillis(5), this.ran::countDown))
			.run((context) -> assertThat(this.ran.await(20, TimeUnit.SECONDS)).isTrue());
	}

}

package dev.telemetry.autoconfigure;

import java.time.Duration;
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
	void runsWithLazyInitializationToo() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(PeriodicTask.class, () -> new PeriodicTask("counting", Duration.ofMillis(5), this.ran::countDown))
			.run((context) -> assertThat(this.ran.await(20, TimeUnit.SECONDS)).isTrue());
	}

}

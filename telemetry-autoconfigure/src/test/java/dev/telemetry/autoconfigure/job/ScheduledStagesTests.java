package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Scheduled;

import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scheduled work that goes on after its method has returned. With Reactor, Spring does
 * not schedule such methods, so they are run by hand.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScheduledStagesTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void theRunEndsAndFailsWithTheStage() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Application.class)) {
			Stages stages = context.getBean(Stages.class);
			ScheduledCalls.of(context, stages, "run").run();
			assertThat(this.spans.spans()).isEmpty();
			stages.work().completeExceptionally(new IllegalStateException("late"));
			assertThat(this.spans.single("job.run")).isError()
				.hasException(IllegalStateException.class, "late")
				.hasAttribute("queue.name", "scheduled")
				.hasAttribute("job.type", "ScheduledStagesTests.Stages.run");
		}
	}

	@Test
	void whereThatCannotBeFollowedTheMethodIsNamedAtStart(CapturedOutput output) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, Fixed.class)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).contains("ScheduledStagesTests.Fixed.run (its class is final)");
		}
	}

	static class Stages {

		private final CompletableFuture<String> work = new CompletableFuture<>();

		@Scheduled(cron = "-")
		CompletableFuture<String> run() {
			return this.work;
		}

		CompletableFuture<String> work() {
			return this.work;
		}

	}

	static final class Fixed {

		@Scheduled(cron = "-")
		CompletableFuture<String> run() {
			return new CompletableFuture<>();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Stages.class)
	static class Application {

	}

}

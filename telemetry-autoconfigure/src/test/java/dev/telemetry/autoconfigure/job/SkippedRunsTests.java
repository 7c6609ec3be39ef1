package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.RecordedSpans;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run that did nothing has neither succeeded nor failed.
 */
class SkippedRunsTests {

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void aRunThatALockKeepsFromItsMethodIsSkipped() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, GuardedApplication.class)) {
			String type = "GuardedWork.scheduledWithLock";
			double before = lastSuccess(context, type);
			awaitLaterThan(before);
			run(context, "scheduledWithLock");
			assertSkipped(context, type, before);
			assertThat(this.spans.single("job.run")).isNotError()
				.hasAttribute("job.skip_reason", "not_reached")
				.hasNoAttribute("job.success");
			context.getBean(GuardedWork.HeldElsewhere.class).free(true);
			run(context, "scheduledWithLock");
			assertThat(lastSuccess(context, type)).isGreaterThan(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "hybrid", "prom" })
	void aRunMaySayItself(String backend) {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, GuardedApplication.class,
				"--telemetry.backend=" + backend)) {
			String type = "GuardedWork.scheduledWithSwitch";
			double before = lastSuccess(context, type);
			awaitLaterThan(before);
			run(context, "scheduledWithSwitch");
			assertSkipped(context, type, before);
			GuardedWork raw = new GuardedWork(context.getBean(TelemetryRecorder.class));
			ScheduledCalls.of(context, new Unknown(raw), "run").run();
			assertSkipped(context, "SkippedRunsTests.Unknown.run", 0);
			assertThat(context.getBean(InternalFailures.class).count()).isZero();
		}
	}

	private static void run(ConfigurableApplicationContext context, String method) {
		ScheduledCalls.of(context, context.getBean(GuardedWork.class), method).run();
	}

	private static void assertSkipped(ConfigurableApplicationContext context, String type, double lastSuccess) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		assertThat(registry.get("job.skipped").tags("queue", "scheduled", "type", type).counter().count()).isOne();
		assertThat(registry.find("job.run").tag("type", type).timers()).allMatch((timer) -> timer.count() == 0);
		if (lastSuccess > 0) {
			assertThat(lastSuccess(context, type)).isEqualTo(lastSuccess);
		}
	}

	private static double lastSuccess(ConfigurableApplicationContext context, String type) {
		return context.getBean(MeterRegistry.class).get("job.last.success").tag("type", type).gauge().value();
	}

	private static void awaitLaterThan(double seconds) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(1))
			.until(() -> System.currentTimeMillis() / 1e3 > seconds);
	}

	/** Scheduled by hand, without a proxy. */
	static final class Unknown {

		private final GuardedWork work;

		Unknown(GuardedWork work) {
			this.work = work;
		}

		void run() {
			this.work.scheduledWithSwitch();
		}

	}

}

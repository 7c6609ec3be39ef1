package dev.telemetry.export;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PipelineSettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void whatMakesNoSenseIsRefused() {
		assertRefused("queueSize", () -> settings(0, 1, 1, 1, SECOND, SECOND, 1, SECOND));
		assertRefused("queueSize",
				() -> settings(PipelineSettings.MOST_QUEUE_SIZE + 1, 1, 1, 1, SECOND, SECOND, 1, SECOND));
		assertRefused("queueBytes", () -> settings(1, 0, 1, 1, SECOND, SECOND, 1, SECOND));
		assertRefused("batchSize", () -> settings(1, 1, 0, 1, SECOND, SECOND, 1, SECOND));
		assertRefused("batchBytes", () -> settings(1, 1, 1, 0, SECOND, SECOND, 1, SECOND));
		assertRefused("delay", () -> settings(1, 1, 1, 1, SECOND.negated(), SECOND, 1, SECOND));
		assertRefused("timeout", () -> settings(1, 1, 1, 1, SECOND, Duration.ZERO, 1, SECOND));
		assertRefused("failures", () -> settings(1, 1, 1, 1, SECOND, SECOND, 0, SECOND));
		assertRefused("probeInterval", () -> settings(1, 1, 1, 1, SECOND, SECOND, 1, SECOND.negated()));
	}

	private static void assertRefused(String name, Runnable creating) {
		assertThatIllegalArgumentException().isThrownBy(creating::run).withMessageContaining("'" + name + "'");
	}

	@SuppressWarnings("CheckReturnValue")
	private static void settings(int queueSize, long queueBytes, int batchSize, long batchBytes, Duration delay,
			Duration timeout, int failures, Duration probeInterval) {
		new PipelineSettings(queueSize, queueBytes, batchSize, batchBytes, delay, timeout, failures, probeInterval,
				SECOND);
	}

}

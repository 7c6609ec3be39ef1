package dev.telemetry.autoconfigure.job;

import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A router in front of a scheduler that the application has chosen.
 */
class FailedRunRouterTests {

	@Test
	void startTimesAreThoseOfTheClockOfTheScheduler() {
		FailedRuns failedRuns = new FailedRuns(new TaskScopes(() -> TaskScopes.Tools.NONE));
		TaskPreparation preparation = new TaskPreparation(new FailedRunHandlers(failedRuns, InternalFailures::new),
				failedRuns, null, () -> true, InternalFailures::new);
		ThreadPoolTaskScheduler chosen = new ThreadPoolTaskScheduler();
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
		chosen.setClock(clock);
		assertThat(new FailedRunRouter(preparation, chosen).getClock()).isSameAs(clock);
	}

}

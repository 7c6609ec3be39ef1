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
		TaskScopes scopes = new TaskScopes(() -> TaskScopes.Tools.NONE);
		FailedRuns failedRuns = new FailedRuns(scopes);
		TaskPreparation preparation = new TaskPreparation(
				new FailedRunHandlers(failedRuns, scopes, InternalFailures::new), failedRuns, null, () -> true,
				InternalFailures::new);
		ThreadPoolTaskScheduler chosen = new ThreadPoolTaskScheduler();
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
		chosen.setClock(clock);
		assertThat(new FailedRunRouter(preparation, chosen).getClock()).isSameAs(clock);
	}

}

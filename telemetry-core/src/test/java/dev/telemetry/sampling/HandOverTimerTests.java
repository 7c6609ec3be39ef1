package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandOverTimer}.
 */
class HandOverTimerTests {

	@Test
	void whereThereIsNoThreadToBeHadItIsArmedAgain() {
		AtomicInteger tries = new AtomicInteger();
		HandOverTimer timer = new HandOverTimer(new HandOverTimer.Schedule() {

			@Override
			public void later(Runnable work) {
				if (tries.incrementAndGet() == 1) {
					throw new OutOfMemoryError("unable to create native thread");
				}
			}

			@Override
			public void stop() {
			}

		}, () -> false);
		timer.arm();
		timer.arm();
		timer.arm();
		assertThat(tries).hasValue(2);
	}

}

package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@Test
	void aFailureDoesNotEndIt() {
		AtomicReference<Runnable> later = new AtomicReference<>();
		AtomicInteger tries = new AtomicInteger();
		HandOverTimer timer = new HandOverTimer(new HandOverTimer.Schedule() {

			@Override
			public void later(Runnable work) {
				later.set(work);
			}

			@Override
			public void stop() {
			}

		}, () -> {
			if (tries.incrementAndGet() == 1) {
				throw new OutOfMemoryError("no room");
			}
			return false;
		});
		timer.arm();
		Runnable first = later.getAndSet(null);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(first::run);
		assertThat(later.get()).isNotNull();
		later.getAndSet(null).run();
		assertThat(tries).hasValue(2);
		assertThat(later.get()).isNull();
	}

}

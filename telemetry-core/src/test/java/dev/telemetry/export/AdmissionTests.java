package dev.telemetry.export;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Admission}.
 */
class AdmissionTests {

	private static final int THREADS = 4;

	private final Admission admission = new Admission(10);

	@Test
	void letsInAllOrNone() {
		assertThat(this.admission.tryAcquire(7)).isTrue();
		assertThat(this.admission.tryAcquire(4)).isFalse();
		assertThat(this.admission.tryAcquire(3)).isTrue();
		assertThat(this.admission.held()).isEqualTo(10);
	}

	@Test
	void letsInNothingThatIsLargerThanAll() {
		assertThat(this.admission.tryAcquire(11)).isFalse();
		assertThat(this.admission.tryAcquire(Integer.MAX_VALUE)).isFalse();
		assertThat(this.admission.held()).isZero();
	}

	@Test
	void makesRoomForWhatIsReleased() {
		this.admission.tryAcquire(10);
		assertThat(this.admission.release(4)).isTrue();
		assertThat(this.admission.tryAcquire(4)).isTrue();
	}

	@Test
	void letsNothingInOnceClosedAndTakesBackWhatIsHeld() {
		this.admission.tryAcquire(3);
		this.admission.close();
		this.admission.close();
		assertThat(this.admission.isClosed()).isTrue();
		assertThat(this.admission.tryAcquire(1)).isFalse();
		assertThat(this.admission.held()).isEqualTo(3);
		assertThat(this.admission.release(3)).isTrue();
		assertThat(this.admission.held()).isZero();
		assertThat(this.admission.isClosed()).isTrue();
	}

	@Test
	void nobodyReleasesWhatIsAbandoned() {
		this.admission.tryAcquire(3);
		assertThat(this.admission.abandon()).isEqualTo(3);
		assertThat(this.admission.abandon()).isZero();
		assertThat(this.admission.release(3)).isFalse();
		assertThat(this.admission.isClosed()).isTrue();
		assertThat(this.admission.held()).isZero();
	}

	@RepeatedTest(20)
	void eachPermitIsGivenBackOnceByManyThreads() {
		Admission shared = new Admission(50);
		AtomicLong acquired = new AtomicLong();
		AtomicLong released = new AtomicLong();
		AtomicInteger mostHeld = new AtomicInteger();
		CyclicBarrier start = new CyclicBarrier(THREADS + 1);
		List<CompletableFuture<Void>> threads = IntStream.range(0, THREADS)
			.mapToObj((thread) -> CompletableFuture.runAsync(() -> {
				SplittableRandom random = new SplittableRandom(thread);
				await(start);
				for (int i = 0; i < 2_000; i++) {
					int permits = random.nextInt(1, 30);
					if (shared.tryAcquire(permits)) {
						acquired.addAndGet(permits);
						mostHeld.accumulateAndGet(shared.held(), Math::max);
						if (shared.release(permits)) {
							released.addAndGet(permits);
						}
					}
				}
			}, OwnThread::start))
			.toList();
		await(start);
		shared.close();
		long abandoned = shared.abandon();
		CompletableFuture.allOf(threads.toArray(CompletableFuture<?>[]::new)).orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(released.get() + abandoned).isEqualTo(acquired.get());
		assertThat(mostHeld.get()).isLessThanOrEqualTo(50);
		assertThat(shared.held()).isZero();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}

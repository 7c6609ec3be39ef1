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

	private final Admission admission = new Admission(10, 1_000);

	@Test
	void letsInAllOrNone() {
		assertThat(this.admission.tryAcquire(7, 0, false)).isTrue();
		assertThat(this.admission.tryAcquire(4, 0, false)).isFalse();
		assertThat(this.admission.tryAcquire(3, 0, false)).isTrue();
		assertThat(this.admission.held()).isEqualTo(10);
	}

	@Test
	void letsInNothingThatIsLargerThanAll() {
		assertThat(this.admission.tryAcquire(11, 0, false)).isFalse();
		assertThat(this.admission.tryAcquire(Integer.MAX_VALUE, 0, false)).isFalse();
		assertThat(this.admission.held()).isZero();
	}

	@Test
	void letsInNoMoreBytesThanItMay() {
		assertThat(this.admission.tryAcquire(1, 700, false)).isTrue();
		assertThat(this.admission.tryAcquire(1, 301, false)).isFalse();
		assertThat(this.admission.tryAcquire(1, 300, false)).isTrue();
		assertThat(this.admission.heldBytes()).isEqualTo(1_000);
		assertThat(this.admission.release(1, 700)).isTrue();
		assertThat(this.admission.held()).isEqualTo(1);
		assertThat(this.admission.heldBytes()).isEqualTo(300);
		assertThat(this.admission.tryAcquire(1, Long.MAX_VALUE, false)).isFalse();
	}

	@Test
	void whatIsExpendableLeavesTheLastQuarterToOthers() {
		Admission large = new Admission(100, 1_000);
		assertThat(large.tryAcquire(75, 0, true)).isTrue();
		assertThat(large.tryAcquire(1, 0, true)).isFalse();
		assertThat(large.tryAcquire(25, 0, false)).isTrue();
		Admission heavy = new Admission(100, 1_000);
		assertThat(heavy.tryAcquire(1, 750, true)).isTrue();
		assertThat(heavy.tryAcquire(1, 1, true)).isFalse();
		assertThat(heavy.tryAcquire(1, 250, false)).isTrue();
	}

	@Test
	void holdsAsMuchAsItSaysAtTheMost() {
		Admission most = new Admission(Integer.MAX_VALUE, Long.MAX_VALUE);
		assertThat(most.tryAcquire(Admission.MOST_RECORDS, Admission.MOST_BYTES, false)).isTrue();
		assertThat(most.held()).isEqualTo(Admission.MOST_RECORDS);
		assertThat(most.heldBytes()).isEqualTo(Admission.MOST_BYTES);
		most.close();
		assertThat(most.held()).isEqualTo(Admission.MOST_RECORDS);
		assertThat(most.release(Admission.MOST_RECORDS, Admission.MOST_BYTES)).isTrue();
		assertThat(most.held()).isZero();
		assertThat(most.isClosed()).isTrue();
	}

	@Test
	void makesRoomForWhatIsReleased() {
		this.admission.tryAcquire(10, 0, false);
		assertThat(this.admission.release(4, 0)).isTrue();
		assertThat(this.admission.tryAcquire(4, 0, false)).isTrue();
	}

	@Test
	void letsNothingInOnceClosedAndTakesBackWhatIsHeld() {
		this.admission.tryAcquire(3, 0, false);
		this.admission.close();
		this.admission.close();
		assertThat(this.admission.isClosed()).isTrue();
		assertThat(this.admission.tryAcquire(1, 0, false)).isFalse();
		assertThat(this.admission.held()).isEqualTo(3);
		assertThat(this.admission.release(3, 0)).isTrue();
		assertThat(this.admission.held()).isZero();
		assertThat(this.admission.isClosed()).isTrue();
	}

	@Test
	void nobodyReleasesWhatIsAbandoned() {
		this.admission.tryAcquire(3, 0, false);
		assertThat(this.admission.abandon()).isEqualTo(3);
		assertThat(this.admission.abandon()).isZero();
		assertThat(this.admission.release(3, 0)).isFalse();
		assertThat(this.admission.isClosed()).isTrue();
		assertThat(this.admission.held()).isZero();
	}

	@RepeatedTest(20)
	void eachPermitIsGivenBackOnceByManyThreads() {
		Admission shared = new Admission(50, 5_000);
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
					if (shared.tryAcquire(permits, 100L * permits, false)) {
						acquired.addAndGet(permits);
						mostHeld.accumulateAndGet(shared.held(), Math::max);
						if (shared.release(permits, 100L * permits)) {
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
		assertThat(shared.heldBytes()).isZero();
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

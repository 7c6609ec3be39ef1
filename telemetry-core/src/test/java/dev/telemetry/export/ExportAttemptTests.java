package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportAttempt}.
 */
class ExportAttemptTests {

	private final List<ExportAttempt> settled = new ArrayList<>();

	private final ExportAttempt attempt = new ExportAttempt(5, this.settled::add);

	@Test
	void isAcknowledgedWhenTheExporterSucceeds() {
		this.attempt.call(CompletableResultCode::ofSuccess);
		this.attempt.await();
		assertThat(this.settled).containsExactly(this.attempt);
		assertThat(this.attempt.isAcknowledged()).isTrue();
		assertThat(this.attempt.failure()).isEmpty();
	}

	@Test
	void saysWhatTheBackendAnswered() {
		CompletableResultCode result = new CompletableResultCode();
		this.attempt.call(() -> result);
		assertThat(this.settled).isEmpty();
		this.attempt.answered("HTTP 401", false);
		result.failExceptionally(new IllegalStateException("a secret"));
		assertThat(this.attempt.isAcknowledged()).isFalse();
		assertThat(this.attempt.failure()).isEqualTo("HTTP 401");
	}

	@Test
	void saysTheTypeOfAFailureAndNotItsMessage() {
		this.attempt.call(() -> {
			throw new IllegalStateException("a secret");
		});
		assertThat(this.attempt.failure()).isEqualTo("IllegalStateException");
	}

	@Test
	void isNotAcknowledgedAfterItWasGivenUp() {
		CompletableResultCode result = new CompletableResultCode();
		this.attempt.call(() -> result);
		this.attempt.giveUp("no answer");
		result.succeed();
		assertThat(this.attempt.isAcknowledged()).isFalse();
		assertThat(this.attempt.failure()).isEqualTo("no answer");
		assertThat(this.settled).hasSize(1);
	}

	@Test
	void isNotGivenUpAfterItWasAcknowledged() {
		this.attempt.call(CompletableResultCode::ofSuccess);
		this.attempt.giveUp("no answer");
		assertThat(this.attempt.isAcknowledged()).isTrue();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.settled).hasSize(1);
	}

	@Test
	void addsUpWhatIsRejectedAndRejectsAtMostWhatItHas() {
		this.attempt.rejected(-1);
		assertThat(this.attempt.rejectedRecords()).isZero();
		this.attempt.rejected(2);
		this.attempt.rejected(1);
		assertThat(this.attempt.rejectedRecords()).isEqualTo(3);
		this.attempt.rejected(Long.MAX_VALUE);
		assertThat(this.attempt.rejectedRecords()).isEqualTo(5);
	}

	@Test
	void wakesAnExporterThatBlocksAndLeavesNoInterruptBehind() {
		CountDownLatch blocked = new CountDownLatch(1);
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
			await(blocked);
			this.attempt.giveUp("no answer");
		}, OwnThread::start);
		this.attempt.call(() -> {
			blocked.countDown();
			await(new CountDownLatch(1));
			return CompletableResultCode.ofSuccess();
		});
		other.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(this.attempt.failure()).isEqualTo("no answer");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void waitingEndsEvenIfTheAccountThrows() {
		ExportAttempt unaccountable = new ExportAttempt(1, (settledAttempt) -> {
			throw new IllegalStateException();
		});
		unaccountable.call(CompletableResultCode::ofSuccess);
		unaccountable.await();
		assertThat(unaccountable.isAcknowledged()).isTrue();
	}

	@RepeatedTest(200)
	void isSettledOnceWhoeverComesFirst() throws Exception {
		AtomicInteger accounts = new AtomicInteger();
		ExportAttempt contested = new ExportAttempt(1, (settledAttempt) -> accounts.incrementAndGet());
		CompletableResultCode result = new CompletableResultCode();
		CyclicBarrier start = new CyclicBarrier(3);
		CompletableFuture<Void> clock = CompletableFuture.runAsync(() -> {
			await(start);
			contested.giveUp("too late");
		}, OwnThread::start);
		CompletableFuture<Void> backend = CompletableFuture.runAsync(() -> {
			await(start);
			result.succeed();
		}, OwnThread::start);
		contested.call(() -> {
			await(start);
			return result;
		});
		contested.await();
		CompletableFuture.allOf(clock, backend).get(10, TimeUnit.SECONDS);
		assertThat(accounts).hasValue(1);
		assertThat(contested.failure()).isIn("", "too late");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

package dev.telemetry.export;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.telemetry.export.LossGap.Losses;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LossGap}.
 */
class LossGapTests {

	private final ExporterState state = new ExporterState("spans", "otlp", "somewhere", new Admission(10, 1_000));

	private final LossGap gap = new LossGap(this.state);

	@Test
	void isEmptyAtFirst() {
		assertThat(this.gap.untold()).isNull();
		this.gap.lost(LossReason.QUEUE_FULL, 0, null);
		assertThat(this.gap.untold()).isNull();
	}

	@Test
	void addsUpWhatIsLostFromTheFirstToTheLast() {
		long before = System.currentTimeMillis();
		this.gap.lost(LossReason.QUEUE_FULL, 2, null);
		this.gap.lost(LossReason.EXPORT_FAILED, 3, null);
		this.gap.lost(LossReason.QUEUE_FULL, 4, null);
		Losses losses = this.gap.untold();
		assertThat(losses.records()).isEqualTo(Map.of(LossReason.QUEUE_FULL, 6L, LossReason.EXPORT_FAILED, 3L));
		assertThat(losses.total()).isEqualTo(9);
		assertThat(losses.fromMillis()).isBetween(before, losses.toMillis());
		assertThat(losses.toMillis()).isLessThanOrEqualTo(System.currentTimeMillis());
		assertThat(this.state.dropped(LossReason.QUEUE_FULL)).isEqualTo(6);
	}

	@Test
	void keepsWhatWasLostWhileItWasTold() {
		this.gap.lost(LossReason.QUEUE_FULL, 2, null);
		Losses told = this.gap.untold();
		this.gap.lost(LossReason.QUEUE_FULL, 5, null);
		this.gap.told(told);
		Losses next = this.gap.untold();
		assertThat(next.total()).isEqualTo(5);
		assertThat(next.fromMillis()).isBetween(told.toMillis(), next.toMillis());
		this.gap.told(next);
		assertThat(this.gap.untold()).isNull();
	}

	// As when a thread notes its time just before the backend has been told, and counts
	// just after it.
	@Test
	void aLossThatIsCountedLateHasABeginning() {
		this.gap.lost(LossReason.QUEUE_FULL, 2, null);
		Losses told = this.gap.untold();
		this.gap.told(told);
		this.state.dropped(LossReason.QUEUE_FULL, 1);
		Losses late = this.gap.untold();
		assertThat(late.fromMillis()).isEqualTo(told.toMillis());
		assertThat(late.toMillis()).isEqualTo(told.toMillis());
	}

	@Test
	void tellsEachLossOnceWhileManyThreadsLose() {
		CompletableFuture<?>[] threads = IntStream.range(0, 4).mapToObj((thread) -> CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 10_000; i++) {
				this.gap.lost(LossReason.QUEUE_FULL, 1, null);
			}
		})).toArray(CompletableFuture<?>[]::new);
		CompletableFuture<Void> all = CompletableFuture.allOf(threads).orTimeout(20, TimeUnit.SECONDS);
		long told = 0;
		while (!all.isDone()) {
			told += tell();
		}
		all.join();
		assertThat(told + tell()).isEqualTo(40_000);
	}

	@Test
	void theFailureThatIsNamedBelongsToTheLosses() {
		this.gap.lost(LossReason.EXPORT_FAILED, 1, "HTTP 503");
		this.gap.lost(LossReason.QUEUE_FULL, 1, null);
		Losses first = this.gap.untold();
		assertThat(first.failure()).isEqualTo("HTTP 503");
		this.gap.told(first);
		this.gap.lost(LossReason.QUEUE_FULL, 1, null);
		assertThat(this.gap.untold().failure()).isNull();
	}

	private long tell() {
		Losses losses = this.gap.untold();
		if (losses == null) {
			return 0;
		}
		assertThat(losses.fromMillis()).isPositive().isLessThanOrEqualTo(losses.toMillis());
		this.gap.told(losses);
		return losses.total();
	}

}

package dev.telemetry.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Adjustable}.
 */
class AdjustableTests {

	private final AtomicLong nanos = new AtomicLong();

	private final Adjustable<String> text = new Adjustable<>("a", this.nanos::get);

	@Test
	void aChangeEndsByItself() {
		Adjustment<String> change = this.text.add((before) -> before + "b", Duration.ofSeconds(1));
		assertThat(this.text.current()).isEqualTo("ab");
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.text.current()).isEqualTo("a");
		assertThat(this.text.isActive(change)).isFalse();
	}

	@Test
	void whatIsBelowAllChangesCanBeReplaced() {
		this.text.add((before) -> before + "b", null);
		this.text.rebase((before) -> "c");
		assertThat(this.text.current()).isEqualTo("cb");
		assertThat(this.text.base()).isEqualTo("c");
		this.text.clear();
		assertThat(this.text.current()).isEqualTo("c");
	}

	@Test
	void aChangeThatMakesNoSenseChangesNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.text.add((before) -> {
			throw new IllegalArgumentException("no");
		}, null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.text.add((before) -> before + "b", Duration.ZERO));
		assertThat(this.text.current()).isEqualTo("a");
	}

	@Test
	void aChangeThatMakesNoSenseAnyMoreHarmsNoReader() {
		AtomicBoolean possible = new AtomicBoolean(true);
		Adjustment<String> fragile = this.text.add((before) -> {
			if (!possible.get()) {
				throw new IllegalArgumentException("no");
			}
			return before + "b";
		}, null);
		this.text.add((before) -> before + "c", Duration.ofSeconds(1));
		possible.set(false);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.text.current()).isEqualTo("a");
		this.text.add((before) -> before + "d", null);
		this.text.rebase((before) -> "A");
		assertThat(this.text.current()).isEqualTo("Ad");
		this.text.remove(fragile);
		assertThat(this.text.current()).isEqualTo("Ad");
	}

	@Test
	void noChangeOfAnotherThreadIsLost() throws Exception {
		int threads = 8;
		int changes = 50;
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				done.add(executor.submit(() -> {
					start.await();
					for (int j = 0; j < changes; j++) {
						Adjustment<String> kept = this.text.add((before) -> before + "b", null);
						if (j % 2 == 0) {
							this.text.remove(kept);
						}
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> each : done) {
				each.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.text.current()).hasSize(1 + threads * changes / 2);
	}

}

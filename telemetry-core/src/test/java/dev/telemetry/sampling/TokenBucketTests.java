package dev.telemetry.sampling;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 100);

	private final TokenBucket bucket = new TokenBucket(this.nanos::get);

	@Test
	void aBurstOfTwiceTheRatePasses() {
		assertThat(take(10, 100)).isEqualTo(20);
	}

	@Test
	void afterABurstTheRatePasses() {
		take(10, 100);
		this.nanos.addAndGet(1_000_000_000L);
		assertThat(take(10, 100)).isEqualTo(10);
	}

	@Test
	void noneIsSavedUpBeyondABurst() {
		this.nanos.addAndGet(3_600_000_000_000L);
		assertThat(take(10, 100)).isEqualTo(20);
	}

	@Test
	void aRateOfZeroLetsNothingPass() {
		assertThat(take(0, 100)).isZero();
	}

	private int take(int perSecond, int times) {
		int taken = 0;
		for (int i = 0; i < times; i++) {
			if (this.bucket.tryTake(perSecond)) {
				taken++;
			}
		}
		return taken;
	}

}

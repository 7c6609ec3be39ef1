package dev.telemetry.export;

import org.junit.jupiter.api.Test;

import dev.telemetry.health.BreakerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CircuitBreaker}.
 */
class CircuitBreakerTests {

	private final CircuitBreaker breaker = new CircuitBreaker(3, 100, (state) -> {
	});

	@Test
	void isClosedAndHealthyAtFirst() {
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.breaker.isHealthy()).isTrue();
		assertThat(this.breaker.nanosUntilTry(Long.MIN_VALUE)).isZero();
	}

	@Test
	void opensAfterTheGivenNumberOfFailuresInARow() {
		this.breaker.failed(1);
		this.breaker.failed(2);
		assertThat(this.breaker.isClosed()).isTrue();
		assertThat(this.breaker.isHealthy()).isFalse();
		this.breaker.failed(3);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void forgetsFailuresAfterASuccess() {
		this.breaker.failed(1);
		this.breaker.failed(2);
		this.breaker.succeeded();
		this.breaker.failed(3);
		this.breaker.failed(4);
		assertThat(this.breaker.isClosed()).isTrue();
	}

	@Test
	void mayBeTriedWhenTheIntervalIsOver() {
		open(1_000);
		assertThat(this.breaker.nanosUntilTry(1_000)).isEqualTo(100);
		assertThat(this.breaker.nanosUntilTry(1_099)).isEqualTo(1);
		assertThat(this.breaker.nanosUntilTry(1_100)).isZero();
	}

	@Test
	void copesWithAClockThatOverflows() {
		open(Long.MAX_VALUE);
		assertThat(this.breaker.nanosUntilTry(Long.MIN_VALUE + 9)).isEqualTo(90);
	}

	@Test
	void closesWhenAProbeSucceeds() {
		open(1);
		this.breaker.probe();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
		assertThat(this.breaker.isClosed()).isFalse();
		this.breaker.succeeded();
		assertThat(this.breaker.isClosed()).isTrue();
		assertThat(this.breaker.isHealthy()).isTrue();
	}

	@Test
	void opensAgainWhenAProbeFails() {
		open(1);
		this.breaker.probe();
		this.breaker.failed(500);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(this.breaker.nanosUntilTry(500)).isEqualTo(100);
	}

	@Test
	void aProbeDoesNothingToABreakerThatIsClosed() {
		this.breaker.probe();
		assertThat(this.breaker.isClosed()).isTrue();
	}

	private void open(long nowNanos) {
		for (int i = 0; i < 3; i++) {
			this.breaker.failed(nowNanos);
		}
	}

}

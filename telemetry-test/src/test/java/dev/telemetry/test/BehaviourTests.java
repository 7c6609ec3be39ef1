package dev.telemetry.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Behaviour}.
 */
class BehaviourTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 200, 299, 600 })
	void rejectsAStatusThatIsNoFailure(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> Behaviour.status(status))
			.withMessage("'httpStatus' must be between 300 and 599");
	}

	@Test
	void rejectsNegativeTimesAndNumbers() {
		Duration negative = Duration.ofMillis(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> Behaviour.delay(negative)).withMessageContaining("pause");
		assertThatIllegalArgumentException().isThrownBy(() -> Behaviour.status(503, negative))
			.withMessageContaining("retryAfter");
		assertThatIllegalArgumentException().isThrownBy(() -> Behaviour.partialSuccess(-1, ""))
			.withMessageContaining("rejected");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1023, 1024L * 1024 * 1024 + 1 })
	void rejectsASizeOutsideOfItsRange(long bytes) {
		assertThatIllegalArgumentException().isThrownBy(() -> Behaviour.hugeBody(bytes))
			.withMessage("'bytes' must be between 1 KB and 1 GB");
	}

	@Test
	void describesItself() {
		assertThat(Behaviour.hugeBody(2048)).hasToString("huge body, 2048 bytes");
		assertThat(Behaviour.delay(Duration.ofSeconds(1))).hasToString("delay PT1S");
		assertThat(Behaviour.hang()).hasToString("hang");
		assertThat(Behaviour.status(503)).hasToString("status 503");
	}

}

package dev.telemetry.decision;

import io.opentelemetry.sdk.trace.IdGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConsistentRatioTests {

	private static final String LOW = "ffffffffffffffffff00000000000000";

	private static final String HIGH = "000000000000000000ffffffffffffff";

	@Test
	void oneTakesEveryTrace() {
		assertThat(ConsistentRatio.of(1.0).samples(LOW)).isTrue();
		assertThat(ConsistentRatio.of(1.0).samples(HIGH)).isTrue();
	}

	@Test
	void zeroTakesNoTrace() {
		assertThat(ConsistentRatio.of(0.0).samples(LOW)).isFalse();
		assertThat(ConsistentRatio.of(0.0).samples(HIGH)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0.5, 00000000000000000080000000000000, true", "0.5, 0000000000000000007fffffffffffff, false",
			"0.25, 000000000000000000c0000000000000, true", "0.25, 000000000000000000bfffffffffffff, false" })
	void takesTracesWhoseLow56BitsAreNotBelowTheThreshold(double ratio, String traceId, boolean expected) {
		assertThat(ConsistentRatio.of(ratio).samples(traceId)).isEqualTo(expected);
	}

	@Test
	void whatALowRatioTakesAHigherOneTakesToo() {
		ConsistentRatio low = ConsistentRatio.of(0.1);
		ConsistentRatio high = ConsistentRatio.of(0.3);
		IdGenerator ids = IdGenerator.random();
		for (int i = 0; i < 10_000; i++) {
			String traceId = ids.generateTraceId();
			if (low.samples(traceId)) {
				assertThat(high.samples(traceId)).isTrue();
			}
		}
	}

	@Test
	void theShareOfRandomTracesIsTheRatio() {
		ConsistentRatio ratio = ConsistentRatio.of(0.02);
		IdGenerator ids = IdGenerator.random();
		int sampled = 0;
		for (int i = 0; i < 200_000; i++) {
			sampled += (ratio.samples(ids.generateTraceId())) ? 1 : 0;
		}
		// 4,000 expected; eight standard deviations to either side.
		assertThat(sampled).isBetween(3_500, 4_500);
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY })
	void refusesWhatIsNoShare(double value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConsistentRatio.of(value))
			.withMessage("'value' must be from 0.0 to 1.0");
	}

}

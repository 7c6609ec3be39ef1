package dev.telemetry.request;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.request.PathRules.PathRatio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PathRules}.
 */
class PathRulesTests {

	private final PathRules rules = new PathRules(
			List.of(new PathRule("/checkout/**", new PathSampling(ConsistentRatio.of(0.2), 500L)),
					new PathRule("/ping", null), new PathRule("/**", new PathSampling(null, 900L))));

	@ParameterizedTest
	@CsvSource({ "/checkout/1, 0.2, 500", "/orders, , 900" })
	void theFirstRuleThatMatchesCounts(String path, Double ratio, Long slowThreshold) {
		assertThat(sampling(this.rules, path)).isEqualTo(expected(ratio, slowThreshold));
	}

	@ParameterizedTest
	@CsvSource({ "/checkout/1, 1.0, 500", "/checkout/2, 0.5, 500", "/orders, , 900", "/ping, 0.5, " })
	void aRatioBeforeTheRulesChangesTheRatioAlone(String path, Double ratio, Long slowThreshold) {
		PathRules changed = this.rules.with(List.of(new PathRatio("/checkout/1", ConsistentRatio.of(1)),
				new PathRatio("/checkout/**", ConsistentRatio.of(0.5)),
				new PathRatio("/ping", ConsistentRatio.of(0.5))));
		assertThat(sampling(changed, path)).isEqualTo(expected(ratio, slowThreshold));
	}

	@Test
	void aRatioNeedsNoRule() {
		PathRules changed = PathRules.NONE.with(List.of(new PathRatio("/checkout", ConsistentRatio.of(1))));
		assertThat(sampling(changed, "/checkout")).isEqualTo(expected(1.0, null));
		assertThat(changed.of("/orders", 0)).isNull();
		assertThat(changed.with(List.of()).of("/checkout", 0)).isNull();
	}

	@Test
	void whatIsNoPatternIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PathRatio("checkout", ConsistentRatio.of(1)));
	}

	private static PathSampling expected(Double ratio, Long slowThreshold) {
		return new PathSampling((ratio != null) ? ConsistentRatio.of(ratio) : null, slowThreshold);
	}

	private static PathSampling sampling(PathRules rules, String path) {
		return rules.of(path, 0).sampling();
	}

}

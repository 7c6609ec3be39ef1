package dev.telemetry.sampling;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplingSettingsTests {

	private final SamplingControl control = new SamplingControl(SamplingSettings.builder().build());

	@Test
	void whatMakesNoSenseIsRefusedAtRunTimeToo() {
		assertRefused((settings) -> settings.ratio(1.1));
		assertRefused((settings) -> settings.ratio(Double.NaN));
		assertRefused((settings) -> settings.jobRatio(-0.1));
		assertRefused((settings) -> settings.slowThreshold(Duration.ofSeconds(-1)));
		assertRefused((settings) -> settings.slowThreshold(Duration.ZERO));
		assertRefused((settings) -> settings.slowThreshold(Duration.ofDays(365_000)));
		assertRefused((settings) -> settings.jobSlowThreshold(Duration.ofSeconds(-1)));
		assertRefused((settings) -> settings.routeInterval(Duration.ofSeconds(-1)));
		assertRefused((settings) -> settings.maxErrorsPerSecond(-1));
		assertRefused((settings) -> settings.maxSlowPerSecond(-1));
		assertRefused((settings) -> settings.maxJobsPerSecond(-1));
		assertRefused((settings) -> settings.maxParentsPerSecond(-1));
		assertRefused((settings) -> settings.parent(null));
		assertRefused((settings) -> settings.keepErrors(null));
		assertThat(this.control.isOverridden()).isFalse();
	}

	private void assertRefused(UnaryOperator<SamplingSettings.Builder> change) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.override(change));
		assertThatIllegalArgumentException().isThrownBy(() -> this.control.override(change, Duration.ofMinutes(1)));
	}

	@Test
	void aCopyIsEqual() {
		SamplingSettings settings = SamplingSettings.builder()
			.enabled(false)
			.ratio(0.5)
			.jobRatio(0.25)
			.maxJobsPerSecond(1)
			.parent(SamplingSettings.ParentSampling.LIMITED)
			.maxParentsPerSecond(2)
			.keepErrors(SamplingSettings.KeepErrors.ANY)
			.slowThreshold(Duration.ofSeconds(3))
			.jobSlowThreshold(Duration.ofSeconds(4))
			.maxErrorsPerSecond(5)
			.maxSlowPerSecond(6)
			.routeInterval(Duration.ofSeconds(7))
			.eagerAttributes(true)
			.dryRun(true)
			.build();
		assertThat(settings.toBuilder().build()).isEqualTo(settings).hasSameHashCodeAs(settings);
		assertThat(settings).isNotEqualTo(SamplingSettings.builder().build());
		assertThat(settings.toString()).contains("ratio=0.5", "parent=LIMITED", "maxSlowPerSecond=6");
	}

	@Test
	void aValueThatIsSetToWhatItWasOverridesNothing() {
		this.control.override((settings) -> settings.ratio(0.02));
		assertThat(this.control.isOverridden()).isFalse();
	}

	@Test
	void withoutAThresholdNoJobIsSlow() {
		SamplingSettings settings = SamplingSettings.builder().jobSlowThreshold(Duration.ofSeconds(1)).build();
		assertThat(settings.toBuilder().jobSlowThreshold(null).build().jobSlowThresholdNanos())
			.isEqualTo(Long.MAX_VALUE);
	}

}

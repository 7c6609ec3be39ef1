package dev.telemetry.benchmarks.comparison;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SettingsTests {

	@Test
	void withoutArgumentsEverythingIsDoneThreeTimes() {
		assertThat(Settings.of()).isEqualTo(new Settings(true, true, true, true, 3));
	}

	@Test
	void aNumberAloneStillMeansEverything() {
		assertThat(Settings.of("1")).isEqualTo(new Settings(true, true, true, true, 1));
	}

	@Test
	void aPartLeavesTheDocumentationAlone() {
		assertThat(Settings.of("jmh", "2")).isEqualTo(new Settings(true, false, false, false, 2));
	}

	@Test
	void aPartAloneTellsItsOwnBudgetsOnly() {
		assertThat(Settings.of("process", "1").isPart()).isTrue();
		assertThat(Settings.of().isPart()).isFalse();
		assertThat(Settings.of("check").isPart()).isFalse();
		assertThat(Settings.of("report").isPart()).isFalse();
	}

	@Test
	void checkingMeasuresNothing() {
		assertThat(Settings.of("check")).isEqualTo(new Settings(false, false, false, false, 3));
	}

	@Test
	void aWordThatMeansNothingIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.of("jhm"))
			.withMessageContaining("'jhm' is neither one of [jmh, process, warm, report, check]");
	}

}

package dev.telemetry.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is taken of workers, and how they are told.
 */
class ControlTests {

	@Test
	void aShareIsForAllPoolsOrForNamedOnes() {
		assertThat(PoolRatios.parse("0.1").ratio("scoring")).isEqualTo(0.1);
		PoolRatios named = PoolRatios.parse("scoring = 0.5, *=0.2");
		assertThat(named.ratio("scoring")).isEqualTo(0.5);
		assertThat(named.ratio("other")).isEqualTo(0.2);
		assertThat(PoolRatios.parse("scoring=0").ratio("other")).isEqualTo(1.0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1.5", "-0.1", "NaN", "x", "=1", "a=1,a=0.5", "a=", "a=1," })
	void anythingElseIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> PoolRatios.parse(text));
	}

	@Test
	void theFileSaysWhatHoldsNow(@TempDir Path directory) {
		WorkerControl control = new WorkerControl(PoolRatios.of(Map.of("*", 1.0)), (name, metadata) -> true,
				() -> List.of("noisy.*", "a\"b\\"));
		Path path = directory.resolve("control.json");
		InternalFailures failures = new InternalFailures();
		ControlFile file = new ControlFile(path, control, failures);
		file.update();
		assertThat(path).hasContent("{\"ratio\":{\"*\":1.0},\"exclude\":[\"noisy.*\",\"a\\\"b\\\\\"]}");
		control.ratios().add((before) -> PoolRatios.parse("scoring=0.1"), Duration.ofMinutes(1));
		file.update();
		assertThat(path).hasContent("{\"ratio\":{\"scoring\":0.1},\"exclude\":[\"noisy.*\",\"a\\\"b\\\\\"]}");
		assertThat(directory).isDirectoryNotContaining((other) -> !other.equals(path));
		assertThat(failures.count()).isZero();
	}

	@Test
	void aFileThatCannotBeWrittenIsCounted(@TempDir Path directory) {
		WorkerControl control = new WorkerControl(PoolRatios.of(Map.of()), (name, metadata) -> true, List::of);
		InternalFailures failures = new InternalFailures();
		new ControlFile(directory.resolve("no").resolve("control.json"), control, failures).update();
		assertThat(failures.count()).isEqualTo(1);
	}

}

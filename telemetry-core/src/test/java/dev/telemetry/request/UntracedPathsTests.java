package dev.telemetry.request;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UntracedPathsTests {

	private final UntracedPaths paths = new UntracedPaths(List.of("/internal", "/api/actuator", "/pr\u00fcf"));

	@ParameterizedTest
	@CsvSource({ "/internal, true", "/internal/a, true", "/internal;a=b, true", "/internal;a=b/c, true",
			"/internals, false", "/intern, false", "/api, false", "/api/actuator/health, true",
			"/api;a=b/actuator;c/health, true", "/api;a=b, false", "/api;/actuator, true", "/;a/internal, false",
			"/pr%C3%BCf/a, true", "/pr, false", "'', false" })
	void aPathBeginsWithWholeSegmentsWhateverTheirParameters(String path, boolean untraced) {
		assertThat(this.paths.contains("/shop" + path, 5)).isEqualTo(untraced);
	}

}

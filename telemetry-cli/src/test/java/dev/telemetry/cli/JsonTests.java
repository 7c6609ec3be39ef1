package dev.telemetry.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonTests {

	@Test
	void valuesOfAllKindsAreRead() throws Exception {
		assertThat(Json.parse(" {\"a\": [1, -2.5e3, true, null, \"x\\n\\u00e9\\\"\"], \"b\": {}, \"c\": []} "))
			.isEqualTo(
					Map.of("a", Arrays.asList(1.0, -2500.0, true, null, "x\n\u00e9\""), "b", Map.of(), "c", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\"}", "[1,]", "\"a", "tru", "1 2", "{\"a\":1,}", "\"\\x\"", "\"\\u12\"",
			"NaN", "--1" })
	void allElseIsRefused(String text) {
		assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> Json.parse(text));
	}

	@Test
	void whatIsNestedTooDeeplyIsRefused() {
		assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> Json.parse("[".repeat(100_000)));
	}

}

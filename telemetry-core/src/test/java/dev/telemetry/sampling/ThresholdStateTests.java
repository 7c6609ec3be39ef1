package dev.telemetry.sampling;

import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdStateTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "-, th:0", "th:fae147ae147ae1, th:0", "rv:1;th:8;x:y, th:0;rv:1;x:y", "rv:1, th:0;rv:1" })
	void onlyTheThresholdIsReplaced(String before, String after) {
		TraceState state = TraceState.builder().put("vendor", "x").build();
		state = (before != null) ? state.toBuilder().put("ot", before).build() : state;
		TraceState certain = ThresholdState.certain(state);
		assertThat(certain.get("ot")).isEqualTo(after);
		assertThat(certain.get("vendor")).isEqualTo("x");
	}

}

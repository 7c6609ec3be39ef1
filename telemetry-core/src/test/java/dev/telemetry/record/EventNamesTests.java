package dev.telemetry.record;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventNames}.
 */
class EventNamesTests {

	@ParameterizedTest
	@CsvSource({ "cache.miss, true", "cache.misses, false", "cache, false", "retry, true", "retry.later, true",
			"Retry, false", "'', false" })
	void aNameIsMeantWholeUnlessItEndsWithAStar(String event, boolean contained) {
		assertThat(EventNames.of(List.of("cache.miss", " retry* ")).contains(event)).isEqualTo(contained);
	}

	@Test
	void aStarAloneIsEveryEvent() {
		assertThat(EventNames.of(List.of("*")).contains("anything")).isTrue();
		assertThat(EventNames.NONE.contains("anything")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a*b", "*.miss", "**", "line\nbreak" })
	void whatCannotBeANameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventNames.of(List.of("cache.miss", name)));
	}

}

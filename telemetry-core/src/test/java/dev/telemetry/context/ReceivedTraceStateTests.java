package dev.telemetry.context;

import java.util.LinkedHashMap;
import java.util.Map;

import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReceivedTraceStateTests {

	private final TraceState state = state("foo", "bar", "baz");

	@Test
	void aMemberIsFoundByItsKey() {
		assertThat(this.state.get("bar")).isEqualTo("value of bar");
		assertThat(this.state.get("other")).isNull();
		assertThat(this.state.size()).isEqualTo(3);
		assertThat(this.state.isEmpty()).isFalse();
	}

	@Test
	void aBuilderStartsWithTheMembersInTheirOrder() {
		assertThat(this.state.toBuilder().build().asMap().keySet()).containsExactly("foo", "bar", "baz");
	}

	@Test
	void whatABuilderIsGivenComesFirst() {
		TraceState changed = this.state.toBuilder().put("own", "1").remove("foo").build();
		assertThat(changed.asMap()).containsExactly(Map.entry("own", "1"), Map.entry("bar", "value of bar"),
				Map.entry("baz", "value of baz"));
	}

	@Test
	void aBuilderDoesNotChangeTheState() {
		this.state.toBuilder().remove("foo").build();
		assertThat(this.state.get("foo")).isNotNull();
	}

	@Test
	void theMembersCannotBeChanged() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.state.asMap().put("other", "1"));
	}

	@Test
	void statesWithTheSameMembersAreEqual() {
		assertThat(this.state).isEqualTo(state("foo", "bar", "baz"))
			.hasSameHashCodeAs(state("foo", "bar", "baz"))
			.isNotEqualTo(state("foo", "bar"));
	}

	@Test
	void aStateOfAnotherKindIsNotEqualFromEitherSide() {
		TraceState built = TraceState.builder().put("foo", "value of foo").build();
		assertThat(state("foo")).isNotEqualTo(built);
		assertThat(built).isNotEqualTo(state("foo"));
	}

	private static TraceState state(String... keys) {
		Map<String, String> members = new LinkedHashMap<>();
		for (String key : keys) {
			members.put(key, "value of " + key);
		}
		return new ReceivedTraceState(members);
	}

}

package dev.telemetry.context;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
	void aBuilderKeepsKeysThatOnlyTheNewerGrammarKnows() {
		TraceState changed = state("foo@", "foo@@bar", "foo@bar@baz").toBuilder().put("0@own@", "1").build();
		assertThat(changed.asMap().keySet()).containsExactly("0@own@", "foo@", "foo@@bar", "foo@bar@baz");
	}

	@Test
	void whatABuilderIsGivenAgainComesFirstWithItsNewValue() {
		assertThat(this.state.toBuilder().put("baz", "1").build().asMap()).containsExactly(Map.entry("baz", "1"),
				Map.entry("foo", "value of foo"), Map.entry("bar", "value of bar"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-,1", "own,-", "'',1", "Own,1", "own.key,1", "@own,1", "own,''", "own,'1 '",
			"own,'1,2'", "own,1=2", "own,\u00e4" })
	void aBuilderIgnoresWhatCannotBeSent(String key, String value) {
		assertThat(this.state.toBuilder().put(key, value).build()).isEqualTo(this.state);
	}

	@Test
	void aBuilderKnowsTheLimitsOfLength() {
		TraceState changed = this.state.toBuilder()
			.put("k".repeat(256), "v".repeat(256))
			.put("l".repeat(257), "1")
			.put("own", "v".repeat(257))
			.remove("missing")
			.remove(null)
			.build();
		assertThat(changed.asMap().keySet()).containsExactly("k".repeat(256), "foo", "bar", "baz");
	}

	@Test
	void aMemberTooManyTakesThePlaceOfTheLast() {
		TraceState full = state(IntStream.range(0, 32).mapToObj((i) -> "key" + i).toArray(String[]::new));
		assertThat(full.toBuilder().put("key31", "1").build().asMap()).hasSize(32).containsEntry("key31", "1");
		assertThat(full.toBuilder().put("own", "1").build().asMap()).hasSize(32)
			.containsEntry("own", "1")
			.containsEntry("key30", "value of key30")
			.doesNotContainKey("key31");
	}

	@Test
	void aStateThatLosesAllMembersIsNone() {
		assertThat(state("foo").toBuilder().remove("foo").build()).isSameAs(TraceState.getDefault());
	}

	@Test
	void aBuilderCanGoOnAfterItHasBuilt() {
		TraceStateBuilder builder = this.state.toBuilder();
		TraceState first = builder.build();
		builder.put("own", "1");
		assertThat(first).isEqualTo(this.state);
		assertThat(builder.build().size()).isEqualTo(4);
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

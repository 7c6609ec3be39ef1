package dev.telemetry.context;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedBaggageTests {

	@Test
	void linesWithinTheBoundsStayAsTheyAre() {
		assertThat(bounded("a=1;property, b=2", "c=3")).containsExactly("a=1;property, b=2", "c=3");
	}

	@Test
	void noLinesAreNoBaggage() {
		assertThat(BoundedBaggage.of(Collections.emptyIterator())).isEmpty();
	}

	@Test
	void emptyLinesAreSkipped() {
		assertThat(bounded("", "a=1", "", "b=2")).containsExactly("a=1", "b=2");
	}

	@Test
	void sixtyFourMembersStay() {
		assertThat(bounded(members(64))).containsExactly(members(64));
	}

	@Test
	void theSixtyFifthMemberIsCutOff() {
		assertThat(bounded(members(65))).containsExactly(members(64));
	}

	@Test
	void membersAreCountedOverAllLines() {
		assertThat(bounded(members(40), members(40), members(1))).containsExactly(members(40), members(24));
	}

	@Test
	void aLineAfterThe64thMemberIsCutOff() {
		assertThat(bounded(members(64), "a=1")).containsExactly(members(64));
	}

	@Test
	void bytesUpToTheLimitStay() {
		String largest = member(8_192);
		assertThat(bounded(largest)).containsExactly(largest);
	}

	@Test
	void aMemberBeyondTheLimitIsCutOffAsAWhole() {
		assertThat(bounded(member(8_193))).isEmpty();
		assertThat(bounded("a=1," + member(8_189))).containsExactly("a=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { ",", ",b=2", ",b=2,c=3" })
	void aMemberThatEndsAtTheLimitStaysWhateverFollows(String more) {
		String largest = member(8_192);
		assertThat(bounded(largest + more)).containsExactly(largest);
	}

	@Test
	void bytesAreCountedOverAllLinesWithACommaBetweenThem() {
		String half = member(4_096);
		assertThat(bounded(half, member(4_095))).containsExactly(half, member(4_095));
		assertThat(bounded(half, half)).containsExactly(half);
	}

	@Test
	void nothingThatFollowsIsReadInItsPlace() {
		assertThat(bounded("a=1," + member(9_000) + ",b=2", "c=3")).containsExactly("a=1");
	}

	private static List<String> bounded(String... lines) {
		return BoundedBaggage.of(List.of(lines).iterator());
	}

	private static String members(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((number) -> "k" + number + "=v")
			.collect(Collectors.joining(","));
	}

	private static String member(int length) {
		return "k=" + "v".repeat(length - 2);
	}

}

package dev.telemetry.view;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class WaterfallTests {

	private static final long MS = 1_000_000;

	@Test
	void eachSpanIsFollowedByThoseBelowIt() {
		assertThat(rows(TestSpans.span(1, 3, 2, 3, 4), TestSpans.span(1, 4, 1, 5, 6), TestSpans.span(1, 2, 1, 2, 5),
				TestSpans.span(1, 1, 0, 1, 9)))
			.containsExactly("1 0 null", "2 1 null", "3 2 null", "4 1 null");
	}

	@Test
	void aSpanWhoseParentIsMissingSaysSo() {
		assertThat(Waterfall.of(List.of(TestSpans.span(1, 2, 7, 1, 2)))).singleElement()
			.satisfies((row) -> assertThat(row.problem()).contains("parent is not here"));
	}

	@Test
	void aCircleOfParentsIsShownOnceAndSaysSo() {
		List<Waterfall.Row> rows = Waterfall.of(List.of(TestSpans.span(1, 1, 3, 1, 2), TestSpans.span(1, 2, 1, 2, 3),
				TestSpans.span(1, 3, 2, 3, 4), TestSpans.span(1, 4, 4, 5, 6)));
		assertThat(rows).extracting((row) -> row.span().getSpanId(), Waterfall.Row::depth)
			.containsExactly(tuple(TestSpans.spanId(1), 0), tuple(TestSpans.spanId(2), 1),
					tuple(TestSpans.spanId(3), 2), tuple(TestSpans.spanId(4), 0));
		assertThat(rows.get(0).problem()).contains("circle");
		assertThat(rows.get(3).problem()).contains("circle");
	}

	@Test
	void idsThatOccurTwiceAndClocksThatDifferAreNamed() {
		List<Waterfall.Row> rows = Waterfall
			.of(List.of(TestSpans.span(1, 1, 0, 100 * MS, 200 * MS), TestSpans.span(1, 1, 0, 101 * MS, 102 * MS),
					TestSpans.span(1, 2, 1, 50 * MS, 120 * MS), TestSpans.span(1, 3, 1, 110 * MS, 105 * MS)));
		assertThat(rows).extracting(Waterfall.Row::problem)
			.containsExactlyInAnyOrder(null, "Another span has the same id.", "It began 50 ms before its parent.",
					"It ended before it began: its clock was set back.");
	}

	@Test
	@Timeout(20)
	void aChainOfFiveThousandSpansIsNoTrouble() {
		List<ViewedSpan> chain = new ArrayList<>();
		for (int i = 1; i <= 5_000; i++) {
			chain.add(TestSpans.span(1, i, i - 1, i, 20_000 - i));
		}
		assertThat(Waterfall.of(chain)).hasSize(5_000)
			.last()
			.satisfies((row) -> assertThat(row.depth()).isEqualTo(4_999));
		assertThat(CriticalPath.of(TestSpans.trace(chain.toArray(new ViewedSpan[0])))).hasSize(5_000);
	}

	private static List<String> rows(ViewedSpan... spans) {
		return Waterfall.of(List.of(spans))
			.stream()
			.map((row) -> Integer.parseInt(row.span().getSpanId()) + " " + row.depth() + " " + row.problem())
			.toList();
	}

}

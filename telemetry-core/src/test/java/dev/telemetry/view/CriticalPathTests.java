package dev.telemetry.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shapes of traces, and what of each is on the critical path.
 */
class CriticalPathTests {

	@Test
	void aSpanAloneIsAllOfIt() {
		assertThat(path(TestSpans.span(1, 1, 0, 0, 100))).isEqualTo(Map.of(1, "0-100"));
	}

	@Test
	void whatRunsInTurnIsAllOnIt() {
		assertThat(
				path(TestSpans.span(1, 1, 0, 0, 100), TestSpans.span(1, 2, 1, 10, 40), TestSpans.span(1, 3, 1, 50, 90)))
			.isEqualTo(Map.of(1, "0-10 40-50 90-100", 2, "10-40", 3, "50-90"));
	}

	@Test
	void ofWhatRunsAtTheSameTimeTheLastToEndIsOnIt() {
		assertThat(
				path(TestSpans.span(1, 1, 0, 0, 100), TestSpans.span(1, 2, 1, 10, 60), TestSpans.span(1, 3, 1, 20, 90)))
			.isEqualTo(Map.of(1, "0-20 90-100", 3, "20-90"));
	}

	@Test
	void aChildOfAChildTakesItsPart() {
		assertThat(
				path(TestSpans.span(1, 1, 0, 0, 100), TestSpans.span(1, 2, 1, 10, 90), TestSpans.span(1, 3, 2, 30, 80)))
			.isEqualTo(Map.of(1, "0-10 90-100", 2, "10-30 80-90", 3, "30-80"));
	}

	@Test
	void whatRunsOnAfterItsParentCountsUntilThen() {
		assertThat(path(TestSpans.span(1, 1, 0, 0, 100), TestSpans.span(1, 2, 1, 50, 300)))
			.isEqualTo(Map.of(1, "0-50", 2, "50-100"));
	}

	@Test
	void whatBeganAfterItsParentHadEndedIsNotOnIt() {
		assertThat(path(TestSpans.span(1, 1, 0, 0, 100), TestSpans.span(1, 2, 1, 150, 300)))
			.isEqualTo(Map.of(1, "0-100"));
	}

	@Test
	void whatBeganBeforeItsParentCountsFromThere() {
		assertThat(path(TestSpans.span(1, 1, 0, 100, 200), TestSpans.span(1, 2, 1, 50, 150)))
			.isEqualTo(Map.of(1, "150-200", 2, "100-150"));
	}

	@Test
	void circlesAndTimesThatGoBackEnd() {
		assertThat(path(TestSpans.span(1, 1, 2, 0, 100), TestSpans.span(1, 2, 1, 10, 50))).isNotNull();
		assertThat(path(TestSpans.span(1, 1, 0, 100, 0), TestSpans.span(1, 2, 1, 10, 50))).isEmpty();
	}

	private static Map<Integer, String> path(ViewedSpan... spans) {
		Map<Integer, String> path = new TreeMap<>();
		CriticalPath.of(TestSpans.trace(spans))
			.forEach((span, parts) -> path.put(Integer.parseInt(span.getSpanId()), text(parts)));
		return path;
	}

	private static String text(List<CriticalPath.Part> parts) {
		return String.join(" ", parts.stream().map((part) -> part.startNanos() + "-" + part.endNanos()).toList());
	}

}

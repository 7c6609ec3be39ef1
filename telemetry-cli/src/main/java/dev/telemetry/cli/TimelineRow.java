package dev.telemetry.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a timeline: one span, or many of one name below the same span.
 *
 * @param label what it is called
 * @param depth how deep it is
 * @param bars when its spans ran
 * @param start when the first one began, in seconds since the job began
 * @param end when the last one ended
 * @param critical for how long the job waited for them, in seconds
 * @param errors how many failed
 */
record TimelineRow(String label, int depth, List<Bar> bars, double start, double end, double critical, long errors) {

	/** Beyond this many, spans of one name share a row. */
	static final int MAX_SIBLINGS = 5;

	private static final int MAX_ROWS = 500;

	double seconds() {
		return this.end - this.start;
	}

	/**
	 * The first rows of a job, from the top.
	 */
	static First of(SpanForest forest) {
		List<TimelineRow> rows = new ArrayList<>();
		Deque<Group> open = new ArrayDeque<>();
		groups(forest, forest.roots(), 0).forEach(open::addLast);
		while (!open.isEmpty() && rows.size() < MAX_ROWS) {
			Group group = open.removeFirst();
			rows.add(row(forest, group));
			if (group.spans.size() == 1) {
				List<Group> below = groups(forest, forest.children(group.spans.get(0)), group.depth + 1);
				Collections.reverse(below);
				below.forEach(open::addFirst);
			}
		}
		return new First(rows, !open.isEmpty());
	}

	private static List<Group> groups(SpanForest forest, List<Integer> spans, int depth) {
		Map<String, List<Integer>> byName = new LinkedHashMap<>();
		for (int span : spans) {
			byName.computeIfAbsent(forest.span(span).name(), (name) -> new ArrayList<>()).add(span);
		}
		List<Group> groups = new ArrayList<>();
		for (int span : spans) {
			List<Integer> same = byName.getOrDefault(forest.span(span).name(), List.of());
			if (same.size() <= MAX_SIBLINGS) {
				groups.add(new Group(List.of(span), depth));
			}
			else if (same.get(0) == span) {
				groups.add(new Group(same, depth));
			}
		}
		return groups;
	}

	private static TimelineRow row(SpanForest forest, Group group) {
		double start = Double.MAX_VALUE;
		double end = 0;
		double critical = 0;
		long errors = 0;
		List<Bar> bars = new ArrayList<>();
		for (int span : group.spans) {
			bars.add(new Bar(forest.span(span).start(), forest.end(span), forest.span(span).failed()));
			start = Math.min(start, forest.span(span).start());
			end = Math.max(end, forest.end(span));
			critical += forest.critical(span).stream().mapToDouble(SpanForest.Piece::seconds).sum();
			errors += (forest.span(span).failed()) ? 1 : 0;
		}
		String name = forest.span(group.spans.get(0)).name();
		String label = (group.spans.size() > 1) ? name + " x" + group.spans.size() : name;
		return new TimelineRow(label, group.depth, bars, start, end, critical, errors);
	}

	/**
	 * As many rows as a timeline has at most.
	 *
	 * @param rows the rows
	 * @param more whether there are others
	 */
	record First(List<TimelineRow> rows, boolean more) {

	}

	/**
	 * Spans that share a row.
	 *
	 * @param spans numbers of the spans
	 * @param depth how deep they are
	 */
	private record Group(List<Integer> spans, int depth) {

	}

	/**
	 * When a span ran.
	 *
	 * @param start when it began, in seconds since the job began
	 * @param end when it ended
	 * @param failed whether it failed
	 */
	record Bar(double start, double end, boolean failed) {

	}

}

package dev.telemetry.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Orders the spans of a trace so that each span is followed by those below it. Each span
 * appears once, even if the data on its parent is bad.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class Waterfall {

	private static final String CYCLE = "Its parents go round in a circle, so it is shown as if it had none.";

	private static final String NO_PARENT = "Its parent is not here: it has not ended, or was lost.";

	private static final String SAME_ID = "Another span has the same id.";

	private static final String NEGATIVE = "It ended before it began: its clock was set back.";

	// Spans of one process may have slightly different clocks.
	private static final long TOLERANCE_NANOS = 1_000_000;

	private final List<ViewedSpan> spans;

	private final int[] parents;

	private final boolean[] duplicates;

	private final List<List<Integer>> children = new ArrayList<>();

	private final List<Row> rows = new ArrayList<>();

	private final boolean[] shown;

	private Waterfall(List<ViewedSpan> spans) {
		this.spans = spans.stream().sorted(Comparator.comparingLong(ViewedSpan::getStartEpochNanos)).toList();
		this.parents = new int[this.spans.size()];
		this.duplicates = new boolean[this.spans.size()];
		this.shown = new boolean[this.spans.size()];
		link();
	}

	/**
	 * Orders spans.
	 * @param spans the spans of a trace
	 * @return a row for each span
	 */
	public static List<Row> of(List<ViewedSpan> spans) {
		Waterfall waterfall = new Waterfall(spans);
		waterfall.showAll();
		return waterfall.rows;
	}

	private void link() {
		Map<String, Integer> byId = new HashMap<>();
		for (int i = 0; i < this.spans.size(); i++) {
			this.children.add(new ArrayList<>(0));
			this.duplicates[i] = byId.putIfAbsent(this.spans.get(i).getSpanId(), i) != null;
		}
		for (int i = 0; i < this.spans.size(); i++) {
			Integer parent = byId.get(this.spans.get(i).getParentSpanId());
			this.parents[i] = (parent != null) ? parent : -1;
			if (parent != null && parent != i) {
				this.children.get(parent).add(i);
			}
		}
	}

	private void showAll() {
		for (int i = 0; i < this.spans.size(); i++) {
			if (this.parents[i] < 0) {
				show(i, null);
			}
		}
		// The remaining spans have no root.
		for (int i = 0; i < this.spans.size(); i++) {
			if (!this.shown[i]) {
				show(i, CYCLE);
			}
		}
	}

	private void show(int root, @Nullable String problem) {
		Deque<Place> waiting = new ArrayDeque<>();
		waiting.push(new Place(root, 0, problem));
		while (!waiting.isEmpty()) {
			Place place = waiting.pop();
			int index = place.index();
			if (this.shown[index]) {
				continue;
			}
			this.shown[index] = true;
			this.rows.add(new Row(this.spans.get(index), place.depth(),
					(place.problem() != null) ? place.problem() : problem(index)));
			List<Integer> below = this.children.get(index);
			for (int i = below.size() - 1; i >= 0; i--) {
				waiting.push(new Place(below.get(i), place.depth() + 1, null));
			}
		}
	}

	private @Nullable String problem(int index) {
		ViewedSpan span = this.spans.get(index);
		if (this.duplicates[index]) {
			return SAME_ID;
		}
		if (span.getEndEpochNanos() < span.getStartEpochNanos()) {
			return NEGATIVE;
		}
		if (this.parents[index] < 0) {
			return (span.isLocalRoot()) ? null : NO_PARENT;
		}
		return skew(span, this.spans.get(this.parents[index]));
	}

	private static @Nullable String skew(ViewedSpan span, ViewedSpan parent) {
		long early = parent.getStartEpochNanos() - span.getStartEpochNanos();
		if (early <= TOLERANCE_NANOS) {
			return null;
		}
		String text = "It began " + early / TOLERANCE_NANOS + " ms before its parent";
		return (span.service().equals(parent.service())) ? text + "."
				: text + ": the clocks of the two services differ.";
	}

	/**
	 * A span with its position.
	 *
	 * @param span the span
	 * @param depth the number of spans above it
	 * @param problem a problem with the position, as a sentence, or {@code null}
	 */
	public record Row(ViewedSpan span, int depth, @Nullable String problem) {
	}

	private record Place(int index, int depth, @Nullable String problem) {
	}

}

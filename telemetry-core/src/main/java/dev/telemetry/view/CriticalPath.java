package dev.telemetry.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The critical path of a trace: the parts of spans without which the trace would have
 * been shorter. The path is followed from the end of the root back to its start, always
 * along the child that ended last. A child that runs longer than its parent counts only
 * until the end of the parent.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CriticalPath {

	private final Map<String, List<ViewedSpan>> children = new HashMap<>();

	private final IdentityHashMap<ViewedSpan, List<Part>> parts = new IdentityHashMap<>();

	private CriticalPath(List<ViewedSpan> spans) {
		for (ViewedSpan span : spans) {
			if (!span.getParentSpanId().equals(span.getSpanId())) {
				this.children.computeIfAbsent(span.getParentSpanId(), (id) -> new ArrayList<>()).add(span);
			}
		}
		Comparator<ViewedSpan> lastFirst = Comparator.comparingLong(ViewedSpan::getEndEpochNanos).reversed();
		this.children.values().forEach((below) -> below.sort(lastFirst));
	}

	/**
	 * Finds the path of a trace.
	 * @param trace the trace
	 * @return the parts of each span on the path, by the identity of the span
	 */
	public static IdentityHashMap<ViewedSpan, List<Part>> of(ViewedTrace trace) {
		CriticalPath path = new CriticalPath(trace.spans());
		ViewedSpan root = trace.root();
		if (root != null) {
			path.walk(root);
		}
		return path.parts;
	}

	private void walk(ViewedSpan root) {
		Deque<Step> steps = new ArrayDeque<>();
		IdentityHashMap<ViewedSpan, Boolean> seen = new IdentityHashMap<>();
		steps.push(new Step(root, root.getStartEpochNanos(), root.getEndEpochNanos()));
		seen.put(root, true);
		while (!steps.isEmpty()) {
			Step step = steps.peek();
			ViewedSpan child = step.next(this.children.getOrDefault(step.span.getSpanId(), List.of()));
			if (child == null) {
				add(step.span, step.floor, step.cursor);
				steps.pop();
			}
			else if (seen.put(child, true) == null) {
				long end = step.end(child);
				long start = Math.max(step.floor, child.getStartEpochNanos());
				add(step.span, end, step.cursor);
				step.cursor = start;
				steps.push(new Step(child, start, end));
			}
		}
	}

	private void add(ViewedSpan span, long start, long end) {
		if (end > start) {
			this.parts.computeIfAbsent(span, (key) -> new ArrayList<>(1)).add(0, new Part(start, end));
		}
	}

	/**
	 * A part of a span.
	 *
	 * @param startNanos when it starts, in nanoseconds since 1970
	 * @param endNanos when it ends
	 */
	public record Part(long startNanos, long endNanos) {
	}

	/**
	 * A span on the way.
	 */
	private static final class Step {

		private final ViewedSpan span;

		private final long floor;

		private final long ceiling;

		// The part of the span before this point in time is still to be processed.
		private long cursor;

		private int nextChild;

		Step(ViewedSpan span, long floor, long ceiling) {
			this.span = span;
			this.floor = floor;
			this.ceiling = ceiling;
			this.cursor = ceiling;
		}

		long end(ViewedSpan child) {
			return Math.min(child.getEndEpochNanos(), this.ceiling);
		}

		/**
		 * Returns the child that ended last before the cursor.
		 */
		@Nullable ViewedSpan next(List<ViewedSpan> below) {
			while (this.nextChild < below.size()) {
				ViewedSpan child = below.get(this.nextChild++);
				boolean within = end(child) <= this.cursor && end(child) > this.floor;
				if (within && child.getStartEpochNanos() < end(child)) {
					return child;
				}
			}
			return null;
		}

	}

}

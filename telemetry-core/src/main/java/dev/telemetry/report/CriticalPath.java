package dev.telemetry.report;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Computes how long each span kept its job waiting: the job would have ended earlier only
 * if one of these spans had. The path is followed from the end: a span waited for the
 * child that ended last before the current point in time; the time between such children
 * is the span's own.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CriticalPath {

	private final SpanTree tree;

	private final int[] firstChild;

	private final int[] children;

	private final Part parts;

	private CriticalPath(SpanTree tree, int[] parents, Part parts) {
		this.tree = tree;
		this.firstChild = new int[tree.size() + 1];
		this.children = new int[tree.size()];
		this.parts = parts;
		group(parents);
	}

	/**
	 * Finds the critical path below a span.
	 * @param tree the spans
	 * @param root number of the span, that of the job
	 * @return nanoseconds by number of the span, 0 for a span that is not on the path
	 */
	public static long[] below(SpanTree tree, int root) {
		long[] durations = new long[tree.size()];
		find(tree, root, (span, start, end) -> durations[span] += end - start);
		return durations;
	}

	/**
	 * Finds the critical path below a span, piece by piece, from its end on.
	 * @param tree the spans
	 * @param root number of the span, that of the job
	 * @param parts receives the pieces
	 */
	public static void find(SpanTree tree, int root, Part parts) {
		new CriticalPath(tree, tree.parents(), parts).follow(root);
	}

	// Groups the spans by parent, and sorts the spans of each parent by their end.
	private void group(int[] parents) {
		for (int parent : parents) {
			if (parent >= 0) {
				this.firstChild[parent + 1]++;
			}
		}
		for (int i = 0; i < this.tree.size(); i++) {
			this.firstChild[i + 1] += this.firstChild[i];
		}
		int[] next = Arrays.copyOf(this.firstChild, this.tree.size());
		Integer[] byEnd = new Integer[this.tree.size()];
		Arrays.setAll(byEnd, (i) -> i);
		Arrays.sort(byEnd, (one, other) -> Long.compare(this.tree.end(one), this.tree.end(other)));
		for (int span : byEnd) {
			if (parents[span] >= 0) {
				this.children[next[parents[span]]++] = span;
			}
		}
	}

	// Not recursive, because a file may have any depth.
	private void follow(int root) {
		Deque<Step> steps = new ArrayDeque<>();
		steps.push(new Step(root, this.tree.start(root), this.tree.end(root)));
		while (!steps.isEmpty()) {
			Step step = steps.peek();
			int child = lastBefore(step);
			if (child < 0) {
				add(step.span, step.start, step.time);
				steps.pop();
				continue;
			}
			long end = Math.min(this.tree.end(child), step.time);
			long start = Math.max(this.tree.start(child), step.start);
			add(step.span, end, step.time);
			step.time = start;
			steps.push(new Step(child, start, end));
		}
	}

	private void add(int span, long start, long end) {
		if (end > start) {
			this.parts.add(span, start, end);
		}
	}

	// A span that went on after its parent is cut at the end of the parent.
	private int lastBefore(Step step) {
		int first = this.firstChild[step.span];
		while (step.next >= first) {
			int child = this.children[step.next--];
			long end = Math.min(this.tree.end(child), step.limit);
			if (end <= step.time && this.tree.start(child) < end && end > step.start) {
				return child;
			}
		}
		return -1;
	}

	/**
	 * A span that is followed backwards from a point in time.
	 */
	private final class Step {

		private final int span;

		private final long start;

		private final long limit;

		private long time;

		private int next;

		Step(int span, long start, long end) {
			this.span = span;
			this.start = start;
			this.limit = end;
			this.time = end;
			this.next = CriticalPath.this.firstChild[span + 1] - 1;
		}

	}

	/**
	 * Receives the pieces of a critical path.
	 */
	@FunctionalInterface
	public interface Part {

		/**
		 * Adds a piece.
		 * @param span number of the span of the piece
		 * @param start when the piece begins
		 * @param end when the piece ends
		 */
		void add(int span, long start, long end);

	}

}

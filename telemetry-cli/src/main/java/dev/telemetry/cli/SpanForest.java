package dev.telemetry.cli;

import java.util.ArrayList;
import java.util.List;

import dev.telemetry.report.CriticalPath;
import dev.telemetry.report.SpanTree;

/**
 * Spans of a job by what they are below, with the pieces that made the job long. Spans
 * whose parent is not there are below nothing.
 */
final class SpanForest {

	private static final double NANOS = 1e9;

	private final List<JobSpan> spans;

	private final double jobEnd;

	private final int[] parents;

	private final List<List<Integer>> children = new ArrayList<>();

	private final List<Integer> roots = new ArrayList<>();

	private final List<List<Piece>> critical = new ArrayList<>();

	/**
	 * Creates a forest.
	 * @param spans the spans, the first ones first
	 * @param jobEnd when the job ended, in seconds since it began
	 */
	SpanForest(List<JobSpan> spans, double jobEnd) {
		this.spans = spans;
		this.jobEnd = jobEnd;
		SpanTree tree = new SpanTree();
		for (JobSpan span : spans) {
			this.children.add(new ArrayList<>());
			this.critical.add(new ArrayList<>());
			tree.add(SpanTree.id(span.spanId()), SpanTree.id(span.parentSpanId()), nanos(span.start()),
					nanos(span.endOr(jobEnd)));
		}
		this.parents = tree.parents();
		for (int i = 0; i < this.parents.length; i++) {
			if (this.parents[i] >= 0) {
				this.children.get(this.parents[i]).add(i);
			}
			else {
				this.roots.add(i);
			}
		}
		if (!this.roots.isEmpty()) {
			CriticalPath.find(tree, longest(),
					(span, start, end) -> this.critical.get(span).add(new Piece(start / NANOS, end / NANOS)));
		}
	}

	private static long nanos(double seconds) {
		return Math.round(seconds * NANOS);
	}

	private int longest() {
		int longest = this.roots.get(0);
		for (int root : this.roots) {
			longest = (duration(root) > duration(longest)) ? root : longest;
		}
		return longest;
	}

	private double duration(int span) {
		return end(span) - span(span).start();
	}

	int size() {
		return this.spans.size();
	}

	JobSpan span(int span) {
		return this.spans.get(span);
	}

	double end(int span) {
		return span(span).endOr(this.jobEnd);
	}

	List<Integer> roots() {
		return this.roots;
	}

	/**
	 * The span above a span.
	 * @return its number, -1 for none
	 */
	int parent(int span) {
		return this.parents[span];
	}

	List<Integer> children(int span) {
		return this.children.get(span);
	}

	List<Piece> critical(int span) {
		return this.critical.get(span);
	}

	/**
	 * A piece of the critical path, in seconds since the job began.
	 *
	 * @param start when it begins
	 * @param end when it ends
	 */
	record Piece(double start, double end) {

		double seconds() {
			return this.end - this.start;
		}

	}

}

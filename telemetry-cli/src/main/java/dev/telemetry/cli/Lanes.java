package dev.telemetry.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lanes in which spans lie within each other or one after the other. A span gets the
 * first lane that has room for it, in a time that grows with the logarithm of the number
 * of lanes. Not thread safe.
 */
final class Lanes {

	private static final int INITIAL = 16;

	private final List<Deque<Double>> open = new ArrayList<>();

	private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingDouble(End::time));

	// A binary tree: until when a span of a lane may last, and above that the larger one
	// of two. Lanes that nobody has taken are on the right.
	private double[] room = tree(INITIAL);

	private static double[] tree(int lanes) {
		double[] tree = new double[2 * lanes];
		Arrays.fill(tree, Double.POSITIVE_INFINITY);
		return tree;
	}

	/**
	 * The number of lanes that were taken.
	 */
	int size() {
		return this.open.size();
	}

	/**
	 * Takes a lane for a span.
	 * @param start when it began, not before the one before
	 * @param end when it ended
	 * @return the lane, {@link #size()} as it was before for one that is new
	 */
	int take(double start, double end) {
		while (!this.ends.isEmpty() && this.ends.element().time() <= start) {
			int lane = this.ends.remove().lane();
			this.open.get(lane).pop();
			update(lane);
		}
		int lane = first(end);
		if (lane == this.open.size()) {
			add();
		}
		this.open.get(lane).push(end);
		this.ends.add(new End(end, lane));
		update(lane);
		return lane;
	}

	private int first(double end) {
		int lanes = this.room.length / 2;
		int node = 1;
		while (node < lanes) {
			node = (this.room[2 * node] >= end) ? 2 * node : 2 * node + 1;
		}
		return node - lanes;
	}

	// There is always one more on the right.
	private void add() {
		this.open.add(new ArrayDeque<>());
		int lanes = this.room.length / 2;
		if (this.open.size() == lanes) {
			this.room = tree(2 * lanes);
			for (int lane = 0; lane < this.open.size(); lane++) {
				update(lane);
			}
		}
	}

	private void update(int lane) {
		Double last = this.open.get(lane).peek();
		int node = this.room.length / 2 + lane;
		this.room[node] = (last != null) ? last : Double.POSITIVE_INFINITY;
		for (node /= 2; node > 0; node /= 2) {
			this.room[node] = Math.max(this.room[2 * node], this.room[2 * node + 1]);
		}
	}

	/**
	 * The end of a span that is open.
	 *
	 * @param time when it ends
	 * @param lane the lane that it has
	 */
	private record End(double time, int lane) {

	}

}

package dev.telemetry.report;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The times and parents of the spans of a job, as numbers. Not thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanTree {

	private static final int NONE = -1;

	private int size;

	private long[] ids = new long[16];

	private long[] parents = new long[16];

	private long[] starts = new long[16];

	private long[] ends = new long[16];

	/**
	 * Adds a span.
	 * @param id id of the span
	 * @param parent id of the parent, 0 for none
	 * @param start when the span began, in nanoseconds of any clock
	 * @param end when the span ended, in nanoseconds of the same clock
	 * @return the number of the span, from 0 on
	 */
	public int add(long id, long parent, long start, long end) {
		if (this.size == this.ids.length) {
			int room = this.size * 2;
			this.ids = Arrays.copyOf(this.ids, room);
			this.parents = Arrays.copyOf(this.parents, room);
			this.starts = Arrays.copyOf(this.starts, room);
			this.ends = Arrays.copyOf(this.ends, room);
		}
		this.ids[this.size] = id;
		this.parents[this.size] = parent;
		this.starts[this.size] = start;
		this.ends[this.size] = Math.max(start, end);
		return this.size++;
	}

	/**
	 * Returns how many spans there are.
	 * @return the number
	 */
	public int size() {
		return this.size;
	}

	long start(int span) {
		return this.starts[span];
	}

	long end(int span) {
		return this.ends[span];
	}

	/**
	 * Returns the parent of each span.
	 * @return numbers of the parents, -1 for a span whose parent is not in the tree
	 */
	public int[] parents() {
		Map<Long, Integer> byId = new HashMap<>(this.size * 2);
		for (int i = 0; i < this.size; i++) {
			byId.putIfAbsent(this.ids[i], i);
		}
		int[] result = new int[this.size];
		for (int i = 0; i < this.size; i++) {
			Integer parent = (this.parents[i] != 0) ? byId.get(this.parents[i]) : null;
			result[i] = (parent != null && parent != i) ? parent : NONE;
		}
		cutCircles(result);
		return result;
	}

	// The data of a file may be bad.
	private static void cutCircles(int[] parents) {
		byte[] state = new byte[parents.length];
		for (int i = 0; i < parents.length; i++) {
			int span = i;
			while (span != NONE && state[span] == 0) {
				state[span] = 1;
				span = parents[span];
			}
			boolean circle = span != NONE && state[span] == 1;
			for (int seen = i; seen != NONE && state[seen] == 1; seen = parents[seen]) {
				state[seen] = 2;
			}
			if (circle) {
				parents[span] = NONE;
			}
		}
	}

	/**
	 * Converts the id of a span to a number.
	 * @param hex 16 hex digits
	 * @return the number, 0 for an invalid id
	 */
	public static long id(String hex) {
		if (hex.length() != 16) {
			return 0;
		}
		long id = 0;
		for (int i = 0; i < 16; i++) {
			int digit = Character.digit(hex.charAt(i), 16);
			if (digit < 0) {
				return 0;
			}
			id = (id << 4) | digit;
		}
		return id;
	}

}

package dev.telemetry.report;

import java.util.Arrays;

/**
 * Histogram of durations, in bounded memory. The width of a bucket is at most a sixteenth
 * of its value, so that a quantile is off by at most 3 %. Not thread safe.
 */
final class DurationHistogram {

	private static final int BITS = 4;

	private static final int PER_OCTAVE = 1 << BITS;

	private int[] buckets = new int[0];

	private long count;

	void add(long nanos) {
		int bucket = bucket(Math.max(0, nanos));
		if (bucket >= this.buckets.length) {
			this.buckets = Arrays.copyOf(this.buckets, bucket + PER_OCTAVE);
		}
		this.buckets[bucket]++;
		this.count++;
	}

	/**
	 * Returns the duration below which a share of all durations is.
	 * @param share the share, above 0.0 and at most 1.0
	 * @return nanoseconds, the middle of a bucket
	 */
	long quantile(double share) {
		long rank = Math.max(1, (long) Math.ceil(share * this.count));
		long seen = 0;
		for (int i = 0; i < this.buckets.length; i++) {
			seen += this.buckets[i];
			if (seen >= rank) {
				return middle(i);
			}
		}
		return 0;
	}

	// Each small value has its own bucket; above, each doubling has the same number
	// of buckets.
	private static int bucket(long nanos) {
		if (nanos < PER_OCTAVE) {
			return (int) nanos;
		}
		int shift = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(nanos);
		return (shift + 1) * PER_OCTAVE + (int) (nanos >>> shift) - PER_OCTAVE;
	}

	private static long middle(int bucket) {
		if (bucket < PER_OCTAVE) {
			return bucket;
		}
		int shift = bucket / PER_OCTAVE - 1;
		long lowest = (long) (PER_OCTAVE + bucket % PER_OCTAVE) << shift;
		return lowest + ((1L << shift) >> 1);
	}

}

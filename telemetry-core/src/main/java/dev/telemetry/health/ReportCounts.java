package dev.telemetry.health;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what became of job reports. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ReportCounts {

	/** What can become of a report. */
	public enum Outcome {

		/** It is on the disk, with all its files. */
		WRITTEN,

		/** It is not on the disk, or without the lines of its spans. */
		FAILED,

		/** It was stored elsewhere too. */
		UPLOADED,

		/** It was to be stored elsewhere, and was not. */
		UPLOAD_FAILED;

		/**
		 * The outcome as a label of a meter.
		 * @return the label
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

	/**
	 * Creates counts that are all zero.
	 */
	public ReportCounts() {
		for (Outcome outcome : Outcome.values()) {
			this.counts.put(outcome, new LongAdder());
		}
	}

	/**
	 * Counts one.
	 * @param outcome what became of it
	 */
	public void add(Outcome outcome) {
		adder(outcome).increment();
	}

	/**
	 * How many there were so far.
	 * @param outcome what became of them
	 * @return the number
	 */
	public long count(Outcome outcome) {
		return adder(outcome).sum();
	}

	private LongAdder adder(Outcome outcome) {
		return this.counts.computeIfAbsent(outcome, (missing) -> new LongAdder());
	}

}

package dev.telemetry.health;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

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

	private volatile @Nullable Failure lastFailure;

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
	 * Counts one that failed.
	 * @param outcome what became of it
	 * @param reason why, without secrets
	 */
	public void addFailure(Outcome outcome, String reason) {
		add(outcome);
		this.lastFailure = new Failure(Instant.now(), outcome, reason);
	}

	/**
	 * What went wrong last.
	 * @return the failure, or {@code null} if nothing went wrong so far
	 */
	public @Nullable Failure lastFailure() {
		return this.lastFailure;
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

	/**
	 * What went wrong.
	 *
	 * @param time when
	 * @param outcome what became of the report
	 * @param reason why, without secrets
	 */
	public record Failure(Instant time, Outcome outcome, String reason) {
	}

}

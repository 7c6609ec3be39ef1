package dev.telemetry.health;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of job reports. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ReportCounts {

	/** Outcome of a report. */
	public enum Outcome {

		/** The report is on the disk, with all its files. */
		WRITTEN,

		/** The report is not on the disk, or lacks the lines of its spans. */
		FAILED,

		/** The report was also stored elsewhere. */
		UPLOADED,

		/** Storing the report elsewhere failed. */
		UPLOAD_FAILED;

		/**
		 * Returns the outcome as a label of a meter.
		 * @return the label
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	private final EnumCounts<Outcome> counts = new EnumCounts<>(Outcome.class);

	private volatile @Nullable Failure lastFailure;

	/**
	 * Counts a report.
	 * @param outcome the outcome of the report
	 */
	public void add(Outcome outcome) {
		this.counts.increment(outcome);
	}

	/**
	 * Counts a report that failed.
	 * @param outcome the outcome of the report
	 * @param reason why it failed, without secrets
	 */
	public void addFailure(Outcome outcome, String reason) {
		add(outcome);
		this.lastFailure = new Failure(Instant.now(), outcome, reason);
	}

	/**
	 * Returns the last failure.
	 * @return the failure, or {@code null} if there was none
	 */
	public @Nullable Failure lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Returns how many reports had an outcome so far.
	 * @param outcome the outcome
	 * @return the number
	 */
	public long count(Outcome outcome) {
		return this.counts.count(outcome);
	}

	/**
	 * A failure of a report.
	 *
	 * @param time when it failed
	 * @param outcome the outcome of the report
	 * @param reason why it failed, without secrets
	 */
	public record Failure(Instant time, Outcome outcome, String reason) {
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;

/**
 * The section with the outcomes of job reports.
 *
 * @param counts the counts
 * @param directory directory of the reports
 */
record ReportsSection(ReportCounts counts, Path directory) implements TelemetrySection {

	@Override
	public String name() {
		return "reports";
	}

	@Override
	public Object read() {
		return new State(this.directory.toString(), this.counts.count(Outcome.WRITTEN),
				this.counts.count(Outcome.FAILED), this.counts.count(Outcome.UPLOADED),
				this.counts.count(Outcome.UPLOAD_FAILED), LastFailure.of(this.counts.lastFailure()));
	}

	/**
	 * Reports since the start.
	 *
	 * @param directory directory of the reports
	 * @param written how many reports are on the disk, with all their files
	 * @param failed how many reports are not on the disk, or lack the lines of their
	 * spans
	 * @param uploaded how many reports were also stored elsewhere
	 * @param uploadFailed how many reports could not be stored elsewhere
	 * @param lastFailure the last failure, if there was any
	 */
	record State(String directory, long written, long failed, long uploaded, long uploadFailed,
			@Nullable LastFailure lastFailure) {
	}

	/**
	 * A failure of a report.
	 *
	 * @param time when it failed
	 * @param outcome the outcome of the report
	 * @param reason why it failed
	 */
	record LastFailure(Instant time, String outcome, String reason) {

		static @Nullable LastFailure of(ReportCounts.@Nullable Failure failure) {
			return (failure != null) ? new LastFailure(failure.time(), failure.outcome().label(), failure.reason())
					: null;
		}

	}

}

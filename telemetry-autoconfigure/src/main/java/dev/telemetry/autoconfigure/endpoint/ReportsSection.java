package dev.telemetry.autoconfigure.endpoint;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;

/**
 * What became of job reports.
 *
 * @param counts the numbers
 * @param directory where reports are written
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
	 * @param directory where they are written
	 * @param written how many are on the disk, with all their files
	 * @param failed how many are not, or without the lines of their spans
	 * @param uploaded how many were stored elsewhere too
	 * @param uploadFailed how many were to be, and were not
	 * @param lastFailure what went wrong last, if anything did
	 */
	record State(String directory, long written, long failed, long uploaded, long uploadFailed,
			@Nullable LastFailure lastFailure) {
	}

	/**
	 * What went wrong.
	 *
	 * @param time when
	 * @param outcome what became of the report
	 * @param reason why
	 */
	record LastFailure(Instant time, String outcome, String reason) {

		static @Nullable LastFailure of(ReportCounts.@Nullable Failure failure) {
			return (failure != null) ? new LastFailure(failure.time(), failure.outcome().label(), failure.reason())
					: null;
		}

	}

}

package dev.telemetry.report;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;

/**
 * Counts the outcomes of reports, and warns about the first failure of each kind. Never
 * throws. Thread safe.
 */
final class ReportLog {

	private static final Logger logger = LoggerFactory.getLogger(ReportLog.class);

	private final ReportCounts counts;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final AtomicBoolean warnedOfUpload = new AtomicBoolean();

	ReportLog(ReportCounts counts) {
		this.counts = counts;
	}

	void written() {
		this.counts.add(Outcome.WRITTEN);
	}

	void uploaded() {
		this.counts.add(Outcome.UPLOADED);
	}

	void failed(Path directory, Throwable failure) {
		failed(directory, DiskFailures.describe(failure));
	}

	void failed(Path directory, String reason) {
		this.counts.addFailure(Outcome.FAILED, reason);
		log(this.warned, "A job report could not be written to {}: {}. The job is not affected. "
				+ "Further failures are only counted (telemetry.job.reports).", directory, reason);
	}

	void notUploaded(Path report, String reason) {
		this.counts.addFailure(Outcome.UPLOAD_FAILED, reason);
		log(this.warnedOfUpload, "The job report {} could not be stored elsewhere: {}. It stays where it is. "
				+ "Further failures are only counted (telemetry.job.reports).", report, reason);
	}

	private static void log(AtomicBoolean warned, String message, Path path, String reason) {
		try {
			if (warned.compareAndSet(false, true)) {
				logger.warn(message, path, reason);
			}
			else {
				logger.debug(message, path, reason);
			}
		}
		catch (Throwable ex) {
			// A failure of the logger must not keep the next report from being written.
		}
	}

}

package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the oldest reports. Only directories that contain nothing but files of a report
 * are touched, and links are not followed. Several processes may delete reports at the
 * same time. Not thread safe.
 */
final class ReportRetention {

	private static final Logger logger = LoggerFactory.getLogger(ReportRetention.class);

	private static final Duration EVERY = Duration.ofHours(1);

	private static final int HYSTERESIS = 10;

	private final Path jobs;

	private final ReportSettings settings;

	private final Supplier<Instant> clock;

	// The number of reports at the last look, and of those that were added since.
	private int reports;

	private Instant last = Instant.MIN;

	ReportRetention(Path jobs, ReportSettings settings) {
		this(jobs, settings, Instant::now);
	}

	ReportRetention(Path jobs, ReportSettings settings, Supplier<Instant> clock) {
		this.jobs = jobs;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Deletes reports that are too many or too old, after a report was added. Never
	 * throws: the next call tries again.
	 */
	void added() {
		this.reports++;
		begun();
	}

	/**
	 * Deletes reports that are too many or too old, after a report was begun: its process
	 * may be killed before a report is complete.
	 */
	void begun() {
		Instant now = this.clock.get();
		// A clock that was set back does not delay the next look.
		boolean recent = !now.isBefore(this.last) && now.minus(EVERY).isBefore(this.last);
		if (this.reports <= this.settings.maxReports() && recent) {
			return;
		}
		this.last = now;
		try {
			prune(now);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Old job reports in {} could not be deleted", this.jobs, ex);
		}
	}

	private void prune(Instant now) throws IOException {
		Instant oldest = now.minus(this.settings.retain());
		List<StoredReport> found = new ArrayList<>();
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(this.jobs)) {
			for (Path directory : directories) {
				StoredReport report = StoredReport.of(directory, now);
				if (report != null) {
					report.deleteParts(oldest, now);
				}
				if (report != null && !report.live()) {
					found.add(report);
				}
			}
		}
		found.sort(Comparator.comparing(StoredReport::time).thenComparing(StoredReport::directory));
		int tooMany = tooMany(found.size());
		this.reports = 0;
		for (int i = 0; i < found.size(); i++) {
			if (i < tooMany || found.get(i).time().isBefore(oldest)) {
				found.get(i).delete();
			}
			else {
				this.reports++;
			}
		}
	}

	// Deletes more than necessary, so that not every report has to look at all others.
	private int tooMany(int found) {
		int max = this.settings.maxReports();
		return (found > max) ? found - max + max / HYSTERESIS : 0;
	}

}

package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.telemetry.health.ReportCounts.Outcome;

/**
 * Runs jobs in a process of its own, whose files must not grow.
 */
public final class LimitedDisk {

	/** What became of the reports, in the directory. */
	static final String RESULT = "result";

	private LimitedDisk() {
	}

	/**
	 * Runs jobs.
	 * @param args the directory
	 * @throws IOException if even the result cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		try (ReportedJobs jobs = new ReportedJobs(directory)) {
			FullDiskTests.runJobs(jobs);
			Files.writeString(directory.resolve(RESULT), "failed=" + jobs.count(Outcome.FAILED) + " written="
					+ jobs.count(Outcome.WRITTEN) + " internal=" + jobs.failures.count());
		}
	}

}

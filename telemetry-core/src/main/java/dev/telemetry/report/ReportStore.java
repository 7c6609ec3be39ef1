package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Stores reports of jobs elsewhere, such as in a bucket beside the results: a bean of
 * this type gets each report once it is complete on the disk. Called by one thread at a
 * time, which is none of a job; it may block, and is interrupted when the application
 * ends and does not wait any longer. What it throws is counted and warned about once;
 * nothing is tried again. The message of a {@link NotStoredException} is logged, and of
 * any other exception only its name.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReportStore {

	/**
	 * Stores a report.
	 * @param report directory that has {@code summary.json} and {@code spans.jsonl}; its
	 * name has plain characters only
	 * @param jobId id of the job, which may have any characters
	 * @throws IOException if it cannot be stored
	 * @throws InterruptedException if the application ends meanwhile
	 */
	void store(Path report, String jobId) throws IOException, InterruptedException;

}

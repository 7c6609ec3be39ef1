package dev.telemetry.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lists the files of a report for code that stores the report elsewhere.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class FilesToStore {

	private FilesToStore() {
	}

	/**
	 * Returns the files of a report in the order in which to store them: the summary
	 * last, because it marks a report as complete.
	 * @param report directory of the report
	 * @return the files
	 * @throws NotStoredException if the report was deleted meanwhile
	 */
	public static List<Path> of(Path report) throws NotStoredException {
		Path summary = report.resolve(ReportFiles.SUMMARY);
		if (!Files.exists(summary)) {
			throw new NotStoredException("it was deleted before");
		}
		Path spans = report.resolve(ReportFiles.SPANS);
		return (Files.exists(spans)) ? List.of(spans, summary) : List.of(summary);
	}

	/**
	 * Returns the media type of a file.
	 * @param file the file
	 * @return the media type
	 */
	public static String contentType(Path file) {
		return (file.endsWith(ReportFiles.SUMMARY)) ? "application/json" : "application/x-ndjson";
	}

}

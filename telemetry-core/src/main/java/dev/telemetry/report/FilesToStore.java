package dev.telemetry.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of a report for those who store it elsewhere.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class FilesToStore {

	private FilesToStore() {
	}

	/**
	 * Returns the files of a report in the order in which they are stored: the summary
	 * last, because a report is complete once it is there.
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
	 * @return its type
	 */
	public static String contentType(Path file) {
		return (file.endsWith(ReportFiles.SUMMARY)) ? "application/json" : "application/x-ndjson";
	}

}

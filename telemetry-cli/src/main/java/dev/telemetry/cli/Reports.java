package dev.telemetry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.telemetry.report.ReportFiles;

/**
 * The reports in a directory.
 *
 * @param directory the directory that is configured for them
 */
record Reports(Path directory) {

	private Path jobs() {
		return this.directory.resolve(ReportFiles.JOBS);
	}

	/**
	 * Directories of all jobs that have a summary.
	 */
	List<Path> all() throws IOException {
		List<Path> found = new ArrayList<>();
		if (!Files.isDirectory(jobs())) {
			return found;
		}
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(jobs())) {
			for (Path report : directories) {
				if (Files.isRegularFile(report.resolve(ReportFiles.SUMMARY), LinkOption.NOFOLLOW_LINKS)) {
					found.add(report);
				}
			}
		}
		return found;
	}

	/**
	 * The directory of a job.
	 * @param id id of the job, or the name of its directory
	 * @throws NoSuchJobException if there is none
	 */
	Path find(String id) throws NoSuchJobException {
		Path byId = jobs().resolve(ReportFiles.directoryName(id));
		if (Files.isRegularFile(byId.resolve(ReportFiles.SUMMARY))) {
			return byId;
		}
		// As it is shown by "ls".
		boolean plain = !id.contains("/") && !id.contains("\\") && !id.startsWith(".") && id.indexOf('\0') < 0;
		Path byName = (plain) ? jobs().resolve(id) : byId;
		if (Files.isRegularFile(byName.resolve(ReportFiles.SUMMARY))) {
			return byName;
		}
		throw new NoSuchJobException(
				"There is no report of '" + Text.plain(id) + "' in " + Text.plain(jobs().toString()));
	}

	/**
	 * Reads a summary.
	 * @throws DamagedException if it is damaged
	 */
	static JobSummary summary(Path report) throws IOException {
		byte[] bytes = Files.readAllBytes(report.resolve(ReportFiles.SUMMARY));
		return JobSummary.of(new String(bytes, StandardCharsets.UTF_8));
	}

	/**
	 * Reads the spans of a job.
	 * @param progress is told how much was read
	 * @return the spans, the first ones first; how many lines were damaged is told too
	 */
	static Spans spans(Path report, Progress progress) throws IOException {
		Path file = report.resolve(ReportFiles.SPANS);
		List<JobSpan> spans = new ArrayList<>();
		if (!Files.exists(file)) {
			return new Spans(spans, 0);
		}
		AtomicInteger damaged = new AtomicInteger();
		progress.begin(Files.size(file));
		Lines lines = new Lines((line) -> {
			try {
				spans.add(JobSpan.of(line));
			}
			catch (DamagedException ex) {
				damaged.incrementAndGet();
			}
		}, damaged::incrementAndGet);
		try (InputStream in = Files.newInputStream(file)) {
			lines.addAll(in, progress::add);
		}
		progress.end();
		spans.sort(Comparator.comparingDouble(JobSpan::start)
			.thenComparing(Comparator.<JobSpan>comparingDouble((span) -> span.endOr(Double.MAX_VALUE)).reversed()));
		return new Spans(spans, damaged.get());
	}

	/**
	 * The spans of a job.
	 *
	 * @param all all that could be read, the first ones first
	 * @param damaged how many lines could not be read
	 */
	record Spans(List<JobSpan> all, int damaged) {

	}

}

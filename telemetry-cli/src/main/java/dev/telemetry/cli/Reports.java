package dev.telemetry.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.telemetry.report.ReportFiles;

/**
 * The reports in a directory.
 *
 * @param directory the directory that is configured for them
 */
record Reports(Path directory) {

	Path jobs() {
		return this.directory.resolve(ReportFiles.JOBS);
	}

	/**
	 * Whether there is a directory of reports.
	 * @throws AccessDeniedException if this user may not know
	 */
	boolean exist() throws AccessDeniedException {
		BasicFileAttributes found = look(jobs());
		return found != null && found.isDirectory();
	}

	private static boolean isReport(Path report, LinkOption... links) throws AccessDeniedException {
		BasicFileAttributes found = look(report.resolve(ReportFiles.SUMMARY), links);
		return found != null && found.isRegularFile();
	}

	// Only the owner of a report may see that it is there.
	private static @Nullable BasicFileAttributes look(Path path, LinkOption... links) throws AccessDeniedException {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class, links);
		}
		catch (AccessDeniedException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Directories of all jobs that have a summary, or that this user may not look into.
	 */
	List<Path> all() throws IOException {
		List<Path> found = new ArrayList<>();
		if (!exist()) {
			return found;
		}
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(jobs())) {
			for (Path report : directories) {
				if (isListed(report)) {
					found.add(report);
				}
			}
		}
		return found;
	}

	private static boolean isListed(Path report) {
		try {
			return isReport(report, LinkOption.NOFOLLOW_LINKS);
		}
		catch (AccessDeniedException ex) {
			return true;
		}
	}

	/**
	 * The directory of a job.
	 * @param id id of the job, or the name of its directory
	 * @throws NoSuchJobException if there is none
	 * @throws AccessDeniedException if this user may not know
	 */
	Path find(String id) throws IOException {
		Path byId = jobs().resolve(ReportFiles.directoryName(id));
		if (isReport(byId)) {
			return byId;
		}
		Path byName = byName(id);
		if (byName != null && isReport(byName)) {
			return byName;
		}
		throw new NoSuchJobException(
				"There is no report of '" + Text.plain(id) + "' in " + Text.plain(jobs().toString()));
	}

	// As it is shown by "ls". Not every disk can have every name.
	private @Nullable Path byName(String id) {
		try {
			boolean plain = !id.contains("/") && !id.contains("\\") && !id.startsWith(".");
			return (plain) ? jobs().resolve(id) : null;
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	/**
	 * Reads a summary.
	 * @throws DamagedException if it is damaged
	 */
	static JobSummary summary(Path report) throws IOException {
		Path file = report.resolve(ReportFiles.SUMMARY);
		try {
			return JobSummary.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
		}
		catch (DamagedException ex) {
			throw new DamagedException(file + " is damaged: " + ex.getMessage());
		}
	}

	/**
	 * Reads the spans of a job.
	 * @param progress is told how much was read
	 * @return the spans, the first ones first; how many lines were damaged is told too
	 * @throws DamagedException if there is a directory in place of the file
	 */
	static Spans spans(Path report, Progress progress) throws IOException {
		Path file = report.resolve(ReportFiles.SPANS);
		List<JobSpan> spans = new ArrayList<>();
		if (!Files.exists(file)) {
			return new Spans(spans, 0);
		}
		if (Files.isDirectory(file)) {
			throw new DamagedException(file + " is a directory");
		}
		SharedTexts shared = new SharedTexts();
		AtomicInteger damaged = new AtomicInteger();
		progress.begin(Files.size(file));
		Lines lines = new Lines((line) -> {
			try {
				spans.add(JobSpan.of(line, shared));
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

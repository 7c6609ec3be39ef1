package dev.telemetry.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A report on the disk.
 *
 * @param directory directory of the report
 * @param files the files, the summary first
 * @param time when the report was written
 * @param live whether the report is being written, as far as that is known
 */
record StoredReport(Path directory, List<Path> files, Instant time, boolean live) {

	/** The longest time between two writes to a report that is being written. */
	private static final Duration LIVE = Duration.ofDays(1);

	/**
	 * Reads a directory.
	 * @return the report, or {@code null} if the directory is not one of a report
	 */
	static @Nullable StoredReport of(Path directory, Instant now) {
		try {
			return (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) ? read(directory, now) : null;
		}
		catch (IOException | RuntimeException ex) {
			// Another process is deleting the directory, or it cannot be read.
			return null;
		}
	}

	private static @Nullable StoredReport read(Path directory, Instant now) throws IOException {
		List<Path> files = new ArrayList<>();
		Instant time = Instant.MIN;
		boolean complete = false;
		boolean live = false;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
			for (Path entry : entries) {
				String name = entry.getFileName().toString();
				if (!ReportFiles.isOwn(name) || !Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
					return null;
				}
				Instant written = written(entry);
				live |= ReportFiles.isPart(name) && written.isAfter(now.minus(LIVE));
				complete |= name.equals(ReportFiles.SUMMARY);
				time = (written.isAfter(time)) ? written : time;
				files.add(entry);
			}
		}
		files.sort((one, other) -> Boolean.compare(isSummary(other), isSummary(one)));
		time = (files.isEmpty()) ? written(directory) : time;
		// Another process may have only just begun the report.
		live |= !complete && !time.isBefore(now.minus(LIVE));
		return new StoredReport(directory, files, time, live);
	}

	private static boolean isSummary(Path file) {
		return file.endsWith(ReportFiles.SUMMARY);
	}

	private static Instant written(Path path) throws IOException {
		return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
	}

	/**
	 * Deletes temporary files of runs that were killed before a time, as far as that is
	 * known. Does not affect other runs of the same name. Never throws.
	 */
	void deleteParts(Instant oldest, Instant now) {
		Instant killed = now.minus(LIVE);
		Instant limit = (oldest.isBefore(killed)) ? oldest : killed;
		try {
			for (Path file : this.files) {
				if (ReportFiles.isPart(file.getFileName().toString()) && written(file).isBefore(limit)) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// Another process is deleting the same files.
		}
	}

	/**
	 * Deletes the report, the summary first, because it marks a report as complete. Never
	 * throws.
	 */
	void delete() {
		try {
			for (Path file : this.files) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(this.directory);
		}
		catch (IOException | RuntimeException ex) {
			// Another process is deleting the same files, or the rest is deleted the
			// next time.
		}
	}

}

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
 * @param directory its directory
 * @param files its files, the summary first
 * @param time when it was written
 * @param live whether it is being written, as far as that can be known
 */
record StoredReport(Path directory, List<Path> files, Instant time, boolean live) {

	/** Nothing is written for longer than this without being added to. */
	private static final Duration LIVE = Duration.ofDays(1);

	/**
	 * Looks into a directory.
	 * @return what there is, or {@code null} if it is no report
	 */
	static @Nullable StoredReport of(Path directory, Instant now) {
		try {
			return (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) ? read(directory, now) : null;
		}
		catch (IOException | RuntimeException ex) {
			// Somebody else deletes it, or may not be asked.
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
		// Or another process has only begun.
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
	 * Deletes what runs have left behind that were killed before a time, whatever others
	 * of the same name do. Never throws.
	 */
	void deleteParts(Instant oldest) {
		try {
			for (Path file : this.files) {
				if (ReportFiles.isPart(file.getFileName().toString()) && written(file).isBefore(oldest)) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// Somebody else is at it.
		}
	}

	/**
	 * Deletes it, the summary first: without it there is no report. Never throws.
	 */
	void delete() {
		try {
			for (Path file : this.files) {
				Files.deleteIfExists(file);
			}
			Files.deleteIfExists(this.directory);
		}
		catch (IOException | RuntimeException ex) {
			// Somebody else is at it, or what is left is for the next time.
		}
	}

}

package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The files that were put aside, bounded in number and in size. Their names contain the
 * time at which they were put aside, such as {@code traces-2030-12-31T23-59-59.999.jsonl}
 * beside {@code traces.jsonl}. Other files are not touched.
 */
final class OlderFiles {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS")
		.withZone(ZoneOffset.UTC);

	private static final String TIME_PATTERN = "-\\d{4,}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}\\.\\d{3}";

	private final FileSettings settings;

	private final String stem;

	private final String extension;

	private final Pattern names;

	OlderFiles(FileSettings settings) {
		this.settings = settings;
		String name = settings.name();
		int dot = name.lastIndexOf('.');
		this.stem = (dot > 0) ? name.substring(0, dot) : name;
		this.extension = (dot > 0) ? name.substring(dot) : "";
		this.names = Pattern.compile(Pattern.quote(this.stem) + TIME_PATTERN + Pattern.quote(this.extension));
	}

	/**
	 * Puts the file aside, after making room for it and for the next one. If there is no
	 * room for both, deletes the file.
	 * @throws IOException if the file stays where it is
	 */
	void putAside(Instant now) throws IOException {
		if (makeRoom(Files.size(this.settings.path()) + this.settings.maxFileSize())) {
			Files.move(this.settings.path(), unused(now));
		}
		else {
			Files.delete(this.settings.path());
		}
	}

	/**
	 * Returns when the newest of the files was put aside.
	 * @return the time, or {@code null} if there are no files
	 */
	@Nullable Instant lastPutAside() throws IOException {
		List<Path> files = oldestFirst();
		if (files.isEmpty()) {
			return null;
		}
		String name = files.get(files.size() - 1).getFileName().toString();
		String time = name.substring(this.stem.length() + 1, name.length() - this.extension.length());
		try {
			return TIME.parse(time, Instant::from);
		}
		catch (DateTimeException ex) {
			// The name looks like a time, but is not valid.
			return null;
		}
	}

	private Path unused(Instant now) {
		Instant time = now;
		Path target = target(time);
		while (Files.exists(target)) {
			time = time.plusMillis(1);
			target = target(time);
		}
		return target;
	}

	private Path target(Instant time) {
		return this.settings.path().resolveSibling(this.stem + "-" + TIME.format(time) + this.extension);
	}

	private boolean makeRoom(long room) throws IOException {
		Deque<Path> files = new ArrayDeque<>(oldestFirst());
		long size = room;
		for (Path file : files) {
			size += Files.size(file);
		}
		while (files.size() >= this.settings.maxFiles() || (!files.isEmpty() && size > this.settings.maxTotalSize())) {
			Path oldest = files.remove();
			size -= Files.size(oldest);
			Files.delete(oldest);
		}
		return size <= this.settings.maxTotalSize();
	}

	private List<Path> oldestFirst() throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> siblings = Files.newDirectoryStream(this.settings.path().resolveSibling(""),
				(file) -> this.names.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file))) {
			siblings.forEach(found::add);
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		Collections.sort(found);
		return found;
	}

}

package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The directory of one exporter's spool, which only one process at a time may use. To be
 * used only by the exporting thread, except for {@link #hasSegments()}.
 */
final class SpoolDirectory {

	// All numbers that fit into a long.
	private static final Pattern SEGMENT = Pattern.compile("[0-8]\\d{18}\\.spool");

	private static final int DIGITS = 19;

	// Larger numbers in names of files are ignored, so that there are numbers left for
	// new files.
	private static final long LARGEST = 1_000_000_000_000_000_000L;

	private static final Pattern PLAIN_NAME = Pattern.compile("[a-z0-9_-]{1,64}");

	private static final int MAX_PREFIX = 40;

	private static final int HASH_BYTES = 8;

	private final Path path;

	private @Nullable DirectoryLock lock;

	private long last;

	SpoolDirectory(Path parent, String exporter) {
		this.path = parent.resolve(folder(exporter)).toAbsolutePath();
	}

	// Different names have different folders, even if the file system ignores case.
	private static String folder(String exporter) {
		if (PLAIN_NAME.matcher(exporter).matches()) {
			return exporter;
		}
		String plain = exporter.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
		return plain.substring(0, Math.min(MAX_PREFIX, plain.length())) + "." + hash(exporter);
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns whether another process has left files. Never throws.
	 */
	boolean hasSegments() {
		try {
			return Files.isDirectory(this.path) && !segments().isEmpty();
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

	boolean exists() {
		return Files.isDirectory(this.path);
	}

	/**
	 * Creates the directory, if it does not exist, and locks it.
	 * @throws IOException if that fails, if the directory is in use, or if others can
	 * create files in it
	 */
	void open() throws IOException {
		close();
		OwnerOnly.createDirectories(this.path);
		OwnerOnly.refuseWritableByOthers(this.path);
		this.lock = DirectoryLock.acquire(this.path);
	}

	/**
	 * Returns the files of the directory, oldest first.
	 */
	List<Path> segments() throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.path,
				(file) -> SEGMENT.matcher(String.valueOf(file.getFileName())).matches())) {
			files.forEach(found::add);
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		Collections.sort(found);
		return found;
	}

	/**
	 * Returns the name for a file that comes after all others. A file with that name may
	 * exist.
	 */
	Path next() throws IOException {
		if (this.last == 0) {
			for (Path file : segments()) {
				long number = Long.parseLong(String.valueOf(file.getFileName()).substring(0, DIGITS));
				this.last = (number < LARGEST) ? number : this.last;
			}
		}
		this.last++;
		return this.path.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d.spool", this.last));
	}

	/**
	 * Unlocks the directory for other processes. Never throws.
	 */
	void close() {
		DirectoryLock held = this.lock;
		this.lock = null;
		if (held != null) {
			held.close();
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}

package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The directory of one exporter's spool, which one process at a time may use: a lock says
 * so, which ends with the process however that ends. Only for the exporting thread, but
 * for {@link #hasSegments()}.
 */
final class SpoolDirectory {

	private static final Pattern SEGMENT = Pattern.compile("\\d{19}\\.spool");

	private static final Set<StandardOpenOption> LOCK_OPTIONS = Set.of(StandardOpenOption.CREATE,
			StandardOpenOption.WRITE);

	private final Path path;

	private @Nullable FileChannel lock;

	private long last;

	SpoolDirectory(Path parent, String exporter) {
		this.path = parent.resolve(exporter.replaceAll("[^A-Za-z0-9_-]", "_")).toAbsolutePath();
	}

	/**
	 * Whether another process has left something. Never throws.
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
	 * Makes the directory, if it is not there, and locks it.
	 * @throws IOException if that cannot be done, or another process uses it
	 */
	void open() throws IOException {
		OwnerOnly.createDirectories(this.path);
		Path file = this.path.resolve("lock");
		FileChannel channel = FileChannel.open(file, LOCK_OPTIONS, OwnerOnly.file(file));
		if (!tryLock(channel)) {
			channel.close();
			throw new SpoolInUseException(this.path);
		}
		this.lock = channel;
	}

	private static boolean tryLock(FileChannel channel) throws IOException {
		try {
			FileLock acquired = channel.tryLock();
			return acquired != null;
		}
		catch (OverlappingFileLockException ex) {
			// By this process.
			return false;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * The files that are there, oldest first.
	 */
	List<Path> segments() throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.path,
				(file) -> SEGMENT.matcher(String.valueOf(file.getFileName())).matches())) {
			files.forEach(found::add);
		}
		Collections.sort(found);
		return found;
	}

	/**
	 * The name of a file that comes after all others.
	 */
	Path next() throws IOException {
		if (this.last == 0) {
			for (Path file : segments()) {
				this.last = Long.parseLong(String.valueOf(file.getFileName()).substring(0, 19));
			}
		}
		this.last++;
		return this.path.resolve(String.format(Locale.ROOT, "%019d.spool", this.last));
	}

	/**
	 * Lets another process in. Never throws.
	 */
	void close() {
		FileChannel held = this.lock;
		this.lock = null;
		try {
			if (held != null) {
				held.close();
			}
		}
		catch (IOException ex) {
			// Ends with the process.
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * Another process uses the directory.
	 */
	static final class SpoolInUseException extends IOException {

		private static final long serialVersionUID = 1;

		SpoolInUseException(Path path) {
			super("Another process uses " + path);
		}

	}

}

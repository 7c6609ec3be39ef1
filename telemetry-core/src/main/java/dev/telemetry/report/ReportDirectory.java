package dev.telemetry.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

import dev.telemetry.export.disk.OwnerOnly;

/**
 * The directory of one report. A link in the place of the directory is refused, because
 * it would let others decide where reports are written. Not thread safe.
 *
 * @param path the directory
 */
record ReportDirectory(Path path) {

	private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW,
			LinkOption.NOFOLLOW_LINKS);

	private static final Set<OpenOption> APPEND = Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND,
			LinkOption.NOFOLLOW_LINKS);

	/**
	 * Creates the directory and its parents, unless they exist.
	 */
	void create() throws IOException {
		OwnerOnly.createDirectories(this.path);
		if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(this.path.toString(), null, "a link is in its place");
		}
	}

	/**
	 * Creates a file.
	 */
	void write(String part, ByteBuffer bytes) throws IOException {
		write(part, bytes, NEW);
	}

	/**
	 * Appends to an existing file.
	 */
	void append(String part, ByteBuffer bytes) throws IOException {
		write(part, bytes, APPEND);
	}

	private void write(String part, ByteBuffer bytes, Set<OpenOption> options) throws IOException {
		Path file = this.path.resolve(part);
		try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file))) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
		}
	}

	/**
	 * Forces a complete file to the disk, and renames it to its final name, replacing a
	 * file of that name.
	 */
	void publish(String part, String name) throws IOException {
		Path source = this.path.resolve(part);
		try (FileChannel channel = FileChannel.open(source, APPEND)) {
			channel.force(true);
		}
		Path target = this.path.resolve(name);
		try {
			Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	void delete(String name) throws IOException {
		Files.deleteIfExists(this.path.resolve(name));
	}

}

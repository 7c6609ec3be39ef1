package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Marks a directory as in use by a lock on a file in it. The lock ends with the process,
 * however that ends. Not thread safe.
 */
final class DirectoryLock implements AutoCloseable {

	private static final Set<StandardOpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

	// Prefix, before the path, of a system property. All class loaders of a JVM share the
	// system properties, and nothing else.
	private static final String HELD = "dev.telemetry.spool.in-use:";

	private final String property;

	private final FileChannel channel;

	private DirectoryLock(String property, FileChannel channel) {
		this.property = property;
		this.channel = channel;
	}

	/**
	 * Locks a directory.
	 * @param directory the directory, which exists
	 * @throws SpoolInUseException if it is locked
	 * @throws IOException if it cannot be locked
	 */
	static DirectoryLock acquire(Path directory) throws IOException {
		String property = HELD + directory.toRealPath();
		// Checked first: closing any channel of the file releases all locks of this
		// process on it.
		if (System.getProperties().putIfAbsent(property, "true") != null) {
			throw new SpoolInUseException("Another context of this process uses " + directory);
		}
		try {
			return new DirectoryLock(property, lock(directory));
		}
		catch (IOException | RuntimeException | Error ex) {
			System.getProperties().remove(property);
			throw ex;
		}
	}

	private static FileChannel lock(Path directory) throws IOException {
		Path file = directory.resolve("lock");
		RegularFile.check(file);
		FileChannel channel = FileChannel.open(file, OPTIONS, OwnerOnly.file(file));
		try {
			if (channel.tryLock() != null) {
				return channel;
			}
			throw new SpoolInUseException("Another process uses " + directory);
		}
		catch (OverlappingFileLockException ex) {
			channel.close();
			throw new SpoolInUseException("Another context of this process uses " + directory);
		}
		catch (IOException | RuntimeException | Error ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Releases the lock. Never throws.
	 */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// The lock ends with the process.
		}
		System.getProperties().remove(this.property);
	}

	/**
	 * Thrown when a directory is in use.
	 */
	static final class SpoolInUseException extends IOException {

		private static final long serialVersionUID = 1;

		SpoolInUseException(String message) {
			super(message);
		}

	}

}

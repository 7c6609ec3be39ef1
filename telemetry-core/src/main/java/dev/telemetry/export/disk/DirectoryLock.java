package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Says that a directory is in use: a lock on a file in it, which ends with the process
 * however that ends. Only for one thread.
 */
final class DirectoryLock implements AutoCloseable {

	private static final Set<StandardOpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

	// In front of the path in the name of a system property: the one thing that all class
	// loaders of a JVM share.
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
		// Asked first: closing any channel of the file ends all locks that
		// this process has on it.
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
	 * Lets others in. Never throws.
	 */
	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// Ends with the process.
		}
		System.getProperties().remove(this.property);
	}

	/**
	 * The directory is in use.
	 */
	static final class SpoolInUseException extends IOException {

		private static final long serialVersionUID = 1;

		SpoolInUseException(String message) {
			super(message);
		}

	}

}

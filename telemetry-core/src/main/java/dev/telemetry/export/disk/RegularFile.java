package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Opens regular files only: opening a pipe would block, and cannot be interrupted.
 */
final class RegularFile {

	private RegularFile() {
	}

	/**
	 * Opens a file that exists.
	 * @throws IOException if the file does not exist, is a link or a device, or cannot be
	 * opened
	 */
	static FileChannel open(Path file, OpenOption... options) throws IOException {
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
			throw notRegular(file);
		}
		return FileChannel.open(file, options);
	}

	/**
	 * Checks that a path leads to a regular file, or to nothing.
	 * @throws IOException if the path leads to anything else
	 */
	static void check(Path file) throws IOException {
		if (Files.exists(file) && !Files.isRegularFile(file)) {
			throw notRegular(file);
		}
	}

	private static IOException notRegular(Path file) {
		return new FileSystemException(file.toString(), null, "not a regular file");
	}

	/**
	 * Reads bytes; fewer than requested if the file ends before.
	 */
	static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
			// The next read goes on at the new position.
		}
		return bytes.flip();
	}

	static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
		long next = position;
		while (bytes.hasRemaining()) {
			next += channel.write(bytes, next);
		}
	}

}

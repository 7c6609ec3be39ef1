package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes files and directories that nobody but the owner can read, where the file system
 * knows of such things: spans tell a lot about users.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class OwnerOnly {

	private static final FileAttribute<?>[] FILE = {
			PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };

	private static final FileAttribute<?>[] DIRECTORY = {
			PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) };

	private static final FileAttribute<?>[] NONE = {};

	private OwnerOnly() {
	}

	/**
	 * The attributes of a file that is to be made.
	 * @param file the file
	 * @return the attributes
	 */
	public static FileAttribute<?>[] file(Path file) {
		return (isPosix(file)) ? FILE : NONE;
	}

	/**
	 * Makes a directory, with those above it, unless it is there.
	 * @param directory the directory
	 * @throws IOException if it cannot be made
	 */
	public static void createDirectories(Path directory) throws IOException {
		// Asked first, because a link to a directory will do.
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, (isPosix(directory)) ? DIRECTORY : NONE);
		}
	}

	/**
	 * Makes sure that nobody but the owner and the group can put files into a directory:
	 * what lies there would be sent as if it was ours.
	 * @throws IOException if anybody can
	 */
	static void refuseWritableByOthers(Path directory) throws IOException {
		if (isPosix(directory) && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
			throw new IOException("anybody can write to it");
		}
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

}

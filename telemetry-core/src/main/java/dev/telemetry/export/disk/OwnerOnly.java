package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Creates files and directories that only the owner can read, if the file system supports
 * permissions, because spans contain data about users.
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
	 * Returns the attributes for creating a file.
	 * @param file the file
	 * @return the attributes
	 */
	public static FileAttribute<?>[] file(Path file) {
		return (isPosix(file)) ? FILE : NONE;
	}

	/**
	 * Creates a directory and its parents, unless they exist.
	 * @param directory the directory
	 * @throws IOException if the directory cannot be created
	 */
	public static void createDirectories(Path directory) throws IOException {
		// Checked first, because a link to a directory is accepted.
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, (isPosix(directory)) ? DIRECTORY : NONE);
		}
	}

	/**
	 * Checks that only the owner and the group can create files in a directory. Files of
	 * others would be sent as if they were spans of this process.
	 * @throws IOException if others can create files
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

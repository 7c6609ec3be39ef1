package dev.telemetry.export.disk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Path and limits of the files that spans are written to. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param path the file that is written to; older files are beside it, with the time at
 * which they were put aside in their names
 * @param maxFileSize size in bytes at which a new file is begun; a larger batch gets a
 * file of its own
 * @param maxFileAge age at which the next batch begins a new file
 * @param maxFiles how many older files are kept, at least 1
 * @param maxTotalSize how many bytes all files take at most; the oldest are deleted
 * @since 0.1.0
 */
public record FileSettings(Path path, long maxFileSize, Duration maxFileAge, int maxFiles, long maxTotalSize) {

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if the path has no file name, if a limit is not
	 * above zero, or if the limit for all files is below that for one
	 */
	public FileSettings {
		Objects.requireNonNull(path, "path");
		path = path.toAbsolutePath().normalize();
		if (path.getFileName() == null || path.getFileName().toString().isEmpty()) {
			throw new IllegalArgumentException("'path' must name a file");
		}
		if (maxFileSize <= 0 || maxFiles <= 0 || maxFileAge.isNegative() || maxFileAge.isZero()) {
			throw new IllegalArgumentException("Limits of files must be above zero");
		}
		if (maxTotalSize < maxFileSize) {
			throw new IllegalArgumentException("'maxTotalSize' must be at least 'maxFileSize'");
		}
	}

	/**
	 * Returns the name of the file, without its directory.
	 */
	String name() {
		return Objects.requireNonNull(this.path.getFileName()).toString();
	}

}

package dev.telemetry.autoconfigure.export;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.disk.SpoolSettings;

/**
 * Maps the properties of files and of the spool to settings, and rejects invalid values.
 * It does not check whether the disk is writable, because that may change.
 */
record DiskMapper(PropertyRejections rejections) {

	private static final String FILE_PREFIX = PropertyNames.OTEL + "file.";

	private static final String SPOOL_PREFIX = "telemetry.export.spool.";

	FileSettings file(TelemetryOtelProperties.File file) {
		Path path = path(FILE_PREFIX + "path", file.getPath(), "the name of a file");
		long fileSize = this.rejections.atLeast(FILE_PREFIX + "max-file-size", file.getMaxFileSize(), 1,
				"a size above zero, such as 100MB");
		Duration age = this.rejections.positive(FILE_PREFIX + "max-file-age", file.getMaxFileAge());
		int files = this.rejections.atLeast(FILE_PREFIX + "max-files", file.getMaxFiles(), 1);
		long totalSize = this.rejections.atLeast(FILE_PREFIX + "max-total-size", file.getMaxTotalSize(), fileSize,
				"a size of at least " + FILE_PREFIX + "max-file-size");
		return new FileSettings(path, fileSize, age, files, totalSize);
	}

	/**
	 * Returns settings for a file with the limits of another one.
	 * @param property property of the path
	 * @param path value of the property
	 * @param limits file with the limits, which must be another one
	 */
	FileSettings file(String property, String path, FileSettings limits) {
		Path other = path(property, path, "the name of a file");
		if (other.equals(limits.path())) {
			throw this.rejections.reject(property, "another file than that of " + FILE_PREFIX + "path");
		}
		return new FileSettings(other, limits.maxFileSize(), limits.maxFileAge(), limits.maxFiles(),
				limits.maxTotalSize());
	}

	/**
	 * Returns the settings of the spool, which are checked even if the spool is off.
	 * @return the settings, or {@code null} without a spool
	 */
	@Nullable SpoolSettings spool(TelemetryExportProperties.Spool spool) {
		Path directory = path(SPOOL_PREFIX + "directory", spool.getDirectory(), "the name of a directory");
		long size = this.rejections.atLeast(SPOOL_PREFIX + "max-size", spool.getMaxSize(), SpoolSettings.LEAST_SIZE,
				"a size of at least 1MB");
		Duration age = this.rejections.positive(SPOOL_PREFIX + "max-age", spool.getMaxAge());
		return (spool.isEnabled()) ? new SpoolSettings(directory, size, age) : null;
	}

	private Path path(String property, String value, String allowed) {
		try {
			Path path = Path.of(this.rejections.fileName(property, value).trim()).toAbsolutePath().normalize();
			if (StringUtils.hasText(value) && path.getFileName() != null) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// Handled like a path without a name.
		}
		throw this.rejections.reject(property, allowed);
	}

}

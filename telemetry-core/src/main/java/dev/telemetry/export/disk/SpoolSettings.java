package dev.telemetry.export.disk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Directory and limits of the spool in which spans wait while a backend is away.
 * Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param directory the directory, in which each exporter has a directory of its own; only
 * one process at a time may use it
 * @param maxSize how many bytes the spans of one exporter take at most; beyond that, the
 * oldest spans are lost
 * @param maxAge how long spans wait at most
 * @since 0.1.0
 */
public record SpoolSettings(Path directory, long maxSize, Duration maxAge) {

	/** The smallest allowed {@link #maxSize()}, in bytes. */
	public static final long LEAST_SIZE = 1024 * 1024;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if the size is below {@link #LEAST_SIZE} or the
	 * age is not above zero
	 */
	public SpoolSettings {
		Objects.requireNonNull(directory, "directory");
		if (maxSize < LEAST_SIZE || maxAge.isNegative() || maxAge.isZero()) {
			throw new IllegalArgumentException("A spool needs a size of at least 1MB, and an age above zero");
		}
	}

}

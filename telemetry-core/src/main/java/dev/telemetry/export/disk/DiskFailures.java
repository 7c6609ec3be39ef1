package dev.telemetry.export.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

import org.jspecify.annotations.Nullable;

/**
 * Describes in a few words why a file cannot be written or read.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class DiskFailures {

	private DiskFailures() {
	}

	/**
	 * Describes a failure.
	 * @param failure the exception
	 * @return the words
	 */
	public static String describe(Throwable failure) {
		if (failure instanceof AccessDeniedException) {
			return "permission denied";
		}
		if (failure instanceof NoSuchFileException) {
			return "no such file or directory";
		}
		if (failure instanceof FileAlreadyExistsException) {
			return "there is something else in its place";
		}
		@Nullable String reason = (failure instanceof FileSystemException named) ? named.getReason() : failure.getMessage();
		return (failure instanceof IOException && reason != null) ? reason : failure.getClass().getSimpleName();
	}

}

package dev.telemetry.export;

import java.nio.file.FileSystemException;

import dev.telemetry.export.disk.DiskFailures;
import dev.telemetry.export.otlp.NetworkFailures;

/**
 * Describes failures without the messages of exceptions, which may contain a header or
 * the answer of a backend.
 */
final class Failures {

	private static final int MAX_CAUSES = 20;

	private Failures() {
	}

	static String describe(Throwable failure) {
		String words = NetworkFailures.describe(failure);
		if (words != null) {
			return words;
		}
		Throwable cause = innermost(failure);
		return (cause instanceof FileSystemException) ? DiskFailures.describe(cause) : nameOf(cause);
	}

	private static Throwable innermost(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause.getCause() != null; i++) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static String nameOf(Throwable cause) {
		String name = cause.getClass().getSimpleName();
		return (!name.isEmpty()) ? name : cause.getClass().getName();
	}

}

package dev.telemetry.export.disk;

import java.io.IOException;

/**
 * Thrown when the content of a file is not what was written. Never thrown when a file
 * cannot be opened or read.
 */
final class DamagedException extends IOException {

	private static final long serialVersionUID = 1;

	DamagedException(String message) {
		super(message);
	}

	DamagedException(String message, Throwable cause) {
		super(message, cause);
	}

}

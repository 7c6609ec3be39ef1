package dev.telemetry.cli;

import java.io.IOException;

/**
 * A file is not what it should be.
 */
final class DamagedException extends IOException {

	private static final long serialVersionUID = 1;

	DamagedException(String message) {
		super(message);
	}

}

package dev.telemetry.cli;

import java.io.IOException;

/**
 * There is no report of a job.
 */
final class NoSuchJobException extends IOException {

	private static final long serialVersionUID = 1;

	NoSuchJobException(String message) {
		super(message);
	}

}

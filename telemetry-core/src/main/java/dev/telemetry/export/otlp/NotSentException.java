package dev.telemetry.export.otlp;

import java.io.IOException;

/**
 * Thrown when no byte of the body of a request was sent, so that the request may be sent
 * again.
 */
final class NotSentException extends IOException {

	private static final long serialVersionUID = 1;

	NotSentException(Throwable cause) {
		super("The request was not sent", cause);
	}

}

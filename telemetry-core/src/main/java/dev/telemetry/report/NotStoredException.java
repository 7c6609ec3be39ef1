package dev.telemetry.report;

import java.io.IOException;

/**
 * Thrown by a {@link ReportStore} or {@link ReportUrls} if a report cannot be stored,
 * with a message that may be logged. Of other exceptions, only the name is logged,
 * because messages of clients often contain a URL, which may be a signed one.
 *
 * @since 0.1.0
 */
public final class NotStoredException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates an exception.
	 * @param message the reason, without secrets, because it is logged
	 */
	public NotStoredException(String message) {
		super(message);
	}

}

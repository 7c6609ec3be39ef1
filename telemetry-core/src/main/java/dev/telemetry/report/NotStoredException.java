package dev.telemetry.report;

import java.io.IOException;

/**
 * Says why a report could not be stored, in words that may be logged. Thrown by a
 * {@link ReportStore} or {@link ReportUrls}; of other exceptions only the name is logged,
 * because messages of clients often have a URL, and that may be a signed one.
 *
 * @since 0.1.0
 */
public final class NotStoredException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates an exception.
	 * @param message why, without secrets: it is logged
	 */
	public NotStoredException(String message) {
		super(message);
	}

}

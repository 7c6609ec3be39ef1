package dev.telemetry.test;

/**
 * A request that is not OTLP.
 */
final class UnreadableRequestException extends Exception {

	private final int httpStatus;

	private final String reason;

	UnreadableRequestException(int httpStatus, String reason) {
		super(reason);
		this.reason = reason;
		this.httpStatus = httpStatus;
	}

	String reason() {
		return this.reason;
	}

	int httpStatus() {
		return this.httpStatus;
	}

}

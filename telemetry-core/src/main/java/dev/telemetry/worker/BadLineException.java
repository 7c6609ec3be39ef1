package dev.telemetry.worker;

/**
 * Thrown for a malformed telemetry line. Has no stack trace, because other processes may
 * send any number of such lines.
 */
final class BadLineException extends Exception {

	private static final long serialVersionUID = 1L;

	private final LineFate fate;

	BadLineException(LineFate fate) {
		super(fate.reason(), null, false, false);
		this.fate = fate;
	}

	LineFate fate() {
		return this.fate;
	}

}

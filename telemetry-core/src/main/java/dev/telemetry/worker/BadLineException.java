package dev.telemetry.worker;

/**
 * Says that a line is not what it claims to be. Has no stack trace: lines come from
 * others, who may send as many as they like.
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

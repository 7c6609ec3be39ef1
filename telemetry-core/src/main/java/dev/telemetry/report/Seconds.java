package dev.telemetry.report;

/**
 * Converts durations to the seconds of reports.
 */
final class Seconds {

	private static final double NANOS = 1e9;

	private Seconds() {
	}

	static double of(long nanos) {
		return nanos / NANOS;
	}

}

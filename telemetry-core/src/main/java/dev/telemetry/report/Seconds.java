package dev.telemetry.report;

/**
 * Durations as reports have them.
 */
final class Seconds {

	private static final double NANOS = 1e9;

	private Seconds() {
	}

	static double of(long nanos) {
		return nanos / NANOS;
	}

}

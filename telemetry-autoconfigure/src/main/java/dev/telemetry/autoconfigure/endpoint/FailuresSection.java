package dev.telemetry.autoconfigure.endpoint;

import dev.telemetry.health.InternalFailures;

/**
 * The section about failures of telemetry itself.
 *
 * @param failures counts the failures
 */
record FailuresSection(InternalFailures failures) implements TelemetrySection {

	@Override
	public String name() {
		return "failures";
	}

	@Override
	public Object read() {
		return new State(this.failures.count());
	}

	/**
	 * The failures that did not reach the application.
	 *
	 * @param internal the number of failures, of which the first one is in the log
	 */
	record State(long internal) {
	}

}

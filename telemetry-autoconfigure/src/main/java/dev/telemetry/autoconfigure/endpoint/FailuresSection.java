package dev.telemetry.autoconfigure.endpoint;

import dev.telemetry.health.InternalFailures;

/**
 * What went wrong inside of telemetry.
 *
 * @param failures the number
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
	 * What was kept away from the application.
	 *
	 * @param internal how many failures; the first one is in the log
	 */
	record State(long internal) {
	}

}

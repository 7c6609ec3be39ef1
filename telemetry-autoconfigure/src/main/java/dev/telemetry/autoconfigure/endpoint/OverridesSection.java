package dev.telemetry.autoconfigure.endpoint;

/**
 * The section with all changes in force.
 *
 * @param overrides the changes
 */
record OverridesSection(Overrides overrides) implements TelemetrySection {

	@Override
	public String name() {
		return "overrides";
	}

	@Override
	public Object read() {
		return this.overrides.active();
	}

}

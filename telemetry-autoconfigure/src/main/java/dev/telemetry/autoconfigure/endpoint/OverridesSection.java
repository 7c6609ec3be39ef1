package dev.telemetry.autoconfigure.endpoint;

/**
 * All that was changed at run time and holds.
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

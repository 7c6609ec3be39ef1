package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;

import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * What is on and who set it: what one line of the log said at start.
 *
 * @param properties the switch
 * @param origins who set it
 * @param details what else was said
 */
record SwitchSection(TelemetryProperties properties, PropertyOrigins origins,
		List<StartupDetail> details) implements TelemetrySection {

	@Override
	public String name() {
		return "switch";
	}

	@Override
	public Object read() {
		return new State(this.properties.isEnabled(), this.origins.setBy(PropertyNames.ENABLED),
				this.properties.getBackend().name().toLowerCase(Locale.ROOT), this.origins.setBy(PropertyNames.BACKEND),
				this.details.stream().map(StartupDetail::text).toList());
	}

	/**
	 * The switch.
	 *
	 * @param enabled whether telemetry is on
	 * @param setBy who set that
	 * @param backend what is reported
	 * @param backendSetBy who set that
	 * @param settings what was on at the start, and who set it
	 */
	record State(boolean enabled, String setBy, String backend, String backendSetBy, List<String> settings) {
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Locale;

import dev.telemetry.autoconfigure.StartupDetail;
import dev.telemetry.autoconfigure.TelemetryProperties;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyOrigins;

/**
 * The section about the switch: what is on and who set it, as in the log line at start.
 *
 * @param properties the properties with the switch
 * @param origins the origins of properties
 * @param details the details of the log line at start
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
	 * @param setBy the origin of the switch
	 * @param backend the reported signals
	 * @param backendSetBy the origin of the backend
	 * @param settings the settings at the start, with their origins
	 */
	record State(boolean enabled, String setBy, String backend, String backendSetBy, List<String> settings) {
	}

}

package dev.telemetry.autoconfigure.endpoint;

import java.util.List;

/**
 * What can be changed about one concern.
 *
 * @param settings the settings
 */
record TelemetrySettings(List<TelemetrySetting> settings) {

	TelemetrySettings {
		settings = List.copyOf(settings);
	}

}

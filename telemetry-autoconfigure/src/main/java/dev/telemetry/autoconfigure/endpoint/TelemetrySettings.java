package dev.telemetry.autoconfigure.endpoint;

import java.util.List;

/**
 * The settings of one concern that can be changed.
 *
 * @param settings the settings
 */
record TelemetrySettings(List<TelemetrySetting> settings) {

	TelemetrySettings {
		settings = List.copyOf(settings);
	}

}

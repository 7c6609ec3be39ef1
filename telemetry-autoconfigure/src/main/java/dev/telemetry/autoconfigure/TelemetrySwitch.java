package dev.telemetry.autoconfigure;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The state of the switch, read straight from the environment because it is needed before
 * beans exist.
 *
 * @param enabled value of {@code telemetry.enabled}
 * @param backend value of {@code telemetry.backend}
 */
record TelemetrySwitch(boolean enabled, TelemetryBackend backend) {

	static final String ENABLED_PROPERTY = "telemetry.enabled";

	static final String BACKEND_PROPERTY = "telemetry.backend";

	private static final TelemetrySwitch OFF = new TelemetrySwitch(false, TelemetryBackend.HYBRID);

	/**
	 * Reads the switch. While it is off, nothing else is looked at.
	 * @param environment the environment
	 * @return the state
	 */
	static TelemetrySwitch of(Environment environment) {
		Binder binder = Binder.get(environment);
		if (!binder.bind(ENABLED_PROPERTY, Boolean.class).orElse(false)) {
			return OFF;
		}
		return new TelemetrySwitch(true,
				binder.bind(BACKEND_PROPERTY, TelemetryBackend.class).orElse(TelemetryBackend.HYBRID));
	}

	boolean isOn(TelemetrySignal signal) {
		return this.enabled && this.backend.includes(signal);
	}

}
